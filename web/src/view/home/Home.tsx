import type { ComponentChildren } from "preact";
import { chats, unread } from "../../model/direct";
import { past } from "../../model/past";
import { go } from "../../model/screen";
import { me } from "../../model/session";
import { own } from "../../model/standing";
import { type AppWord, t } from "../../words/app";
import { AlertButton } from "../shared/AlertButton";
import { Icon, type IconName } from "../shared/Icon";
import { LinkLine } from "../shared/LinkLine";
import { TopBar } from "../shared/TopBar";
import { Invitations } from "./Invitations";
import { Status } from "./Status";
import { StoppedCard } from "./StoppedCard";
import "./home.css";

/** Calm: what is happening around, and one button within the thumb's reach. */
export function Home() {
  return (
    <main class="screen home">
      <TopBar>
        <LinkLine />
      </TopBar>
      <div class="home-body">
        <Doors />
        <StoppedCard />
        <Invitations />
        <Status />
      </div>
      <section class="thumb">
        <AlertButton again={own.value?.state === "stopped"} />
        <p class="soft">{t("alert.who")}</p>
      </section>
    </main>
  );
}

function Doors() {
  return (
    <nav class="doors" aria-label={t("home.title")}>
      <Door icon="guide" word="home.guide" onClick={() => go({ at: "playbook" })} />
      <Door icon="gear" word="home.settings" onClick={() => go({ at: "settings" })} />
      {past.value.length > 0 && (
        <Door icon="clock" word="past.title" onClick={() => go({ at: "past" })} />
      )}
      {chats.value.length > 0 && (
        <Door icon="write" word="direct.title" onClick={() => go({ at: "direct" })}>
          {unread.value > 0 && (
            <span class="unread" title={t("side.unread", { count: unread.value })}>
              {unread.value}
            </span>
          )}
        </Door>
      )}
      {isStaff() && (
        <a class="door" href="/console">
          <Icon name="people" />
          {t("home.console")}
        </a>
      )}
    </nav>
  );
}

interface DoorProps {
  icon: IconName;
  word: AppWord;
  onClick: () => void;
  children?: ComponentChildren;
}

function Door({ icon, word, onClick, children }: DoorProps) {
  return (
    <button type="button" class="door" onClick={onClick}>
      <Icon name={icon} />
      {t(word)}
      {children}
    </button>
  );
}

const STAFF = new Set(["partner", "moderator", "admin", "officer", "expert", "supervisor"]);

function isStaff(): boolean {
  return STAFF.has(me.value?.role ?? "");
}
