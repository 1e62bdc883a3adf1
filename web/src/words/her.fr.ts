/** What she asks for rarely: the people of her alert by name, a verified all-clear. */
export const fr = {
  nobody: "Personne ici pour l'instant.",
  block: "Ne plus croiser {name}",
  blockWhat: "{name} quitte cette alerte et ne voit plus ta position. Vous ne vous croiserez plus.",
  "clear.help":
    "Avec tes propres mots, et ton mot de passe secret convenu. Aucune phrase toute faite : on doit te reconnaître.",
  "clear.words": "Tes mots",
  "clear.code": "Ton mot secret",
  "clear.send": "Envoyer",
  "clear.sent": "Envoyé. Les personnes de l'alerte le voient.",
};
