/** Staying in touch after an alert: the wishes, and the chats they open. */
export const fr = {
  "wish.how":
    "Choisis avec qui. Si l'autre personne le souhaite aussi, une conversation à deux s'ouvrira à la fin de l'alerte, {when}.",
  "wish.secret": "Sinon, elle n'en saura jamais rien. Tu peux changer d'avis jusque-là.",
  "wish.none": "Pour l'instant, personne à qui le proposer.",
  "wish.one": "Rester en contact avec {name}",

  "chat.note":
    "Vous avez choisi de rester en contact. Cette conversation n'est lisible que par vous deux.",
  "chat.dies": "Sans nouveau message, elle sera détruite le {when}.",
  "chat.none": "Aucune conversation.",
  "chat.ended": "Cette conversation est terminée : il n'en reste rien.",
  "chat.new": "Nouveau message",
  "chat.write": "Écris à {name}",
  "chat.empty": "Rien encore. Tu peux écrire quand tu veux.",
  "chat.shut": "On ne peut plus s'écrire ici.",
  "chat.more": "Plus",
  "chat.report": "Signaler un abus",
  "chat.erase": "Effacer mes messages ici",
  "chat.eraseWhat":
    "Tes mots dans cette conversation seront détruits pour vous deux. Ce qui a été signalé est gardé.",
  "chat.erased": "Tes messages sont détruits.",
  "chat.leave": "Quitter la conversation",
  "chat.leaveWhat":
    "Tout ce qui a été écrit ici sera détruit tout de suite, pour toi et pour {name}. Personne ne pourra le relire.",
  "chat.left": "La conversation est détruite.",
  "chat.block": "Ne plus croiser cette personne",
  "chat.blockWhat":
    "La conversation sera détruite pour vous deux. Tu ne recevras plus d'alerte de {name}, et {name} n'en recevra plus de toi. Pour signaler, fais-le avant.",
  "chat.blocked": "C'est fait : vous ne vous croiserez plus.",
};
