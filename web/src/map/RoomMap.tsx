import type { Fix, Person } from "../protocol";
import type { Theme } from "../styles/theme";
import type { Language } from "../words/area";

export interface MapPerson {
  who: string;
  name: string;
  side: Person["side"];
  fix: Fix | null;
}

export interface RoomMapProps {
  caller: MapPerson | null;
  people: MapPerson[];
  theme: Theme;
  language: Language;
}

export default function RoomMap(_: RoomMapProps) {
  return <div />;
}
