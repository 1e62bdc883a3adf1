export const fr = {
  help: "Une personne de la modération lira. {name} n'en saura rien.",
  why: "Ce qui ne va pas",
  send: "Signaler",
  sent: "Signalé. Merci.",
};
