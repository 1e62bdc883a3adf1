/** Her closed alerts, read again. */
export const fr = {
  note: "Ces mots ne sont lisibles que par toi. Positions et trajets ont été détruits.",
  kept: "Gardé comme preuve, tant que tu le veux.",
  until: "Ces mots seront détruits le {when}.",
  keep: "Garder comme preuve",
  read: "Relire",
  empty: "Rien n'a été écrit.",
  eraseWhat:
    "Tous les mots de cette alerte seront détruits, les tiens et ceux qu'on t'a écrits. Ce qui a été signalé est gardé.",
};
