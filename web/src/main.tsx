import "./styles/tokens.css";
import { render } from "preact";
import { followDeviceTheme } from "./styles/theme";
import { t } from "./words/app";

followDeviceTheme();
const root = document.getElementById("app");
if (root) render(<p>{t("loading")}</p>, root);
