import { wiped } from "../model/leaving";
import { visit } from "../model/visit";
import { Door } from "./Door";
import { Talk } from "./Talk";
import { Top } from "./Top";
import { Wiped } from "./Wiped";

export function Aide() {
  if (wiped.value) return <Wiped state={wiped.value} />;
  return (
    <div class={visit.value ? "page talking" : "page"}>
      <Top />
      {visit.value ? <Talk visit={visit.value} /> : <Door />}
    </div>
  );
}
