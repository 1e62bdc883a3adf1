/** What to do, in short turns. Own words; no legal opinion, nothing promised. */
export const fr = {
  title: "Que faire",
  intro: "Lis-le une fois au calme. Le jour venu, tu sauras par où commencer.",
  numbers: "Numéros utiles",
  call: "Appeler le {number}",
  text: "Écrire au {number}",

  "received.title": "J’ai reçu une alerte",
  "received.1": "Appelle d’abord. Une voix rassure plus vite qu’un message. Sinon, écris.",
  "received.2":
    "Demande ce qui se passe, sans supposer. Si parler est impossible, propose des questions auxquelles on répond par oui ou non.",
  "received.3":
    "Rassemble l’adresse exacte, le code d’entrée, l’étage. Y a-t-il une arme ? Des enfants ?",
  "received.4":
    "Propose d’appeler le 17 ou d’écrire au 114. Avec son accord, transmets ce que tu sais.",
  "received.5":
    "Tu es tout près ? N’y va jamais sans quelqu’un. À plusieurs, approche et parle-lui comme à une amie croisée par hasard : cela suffit souvent à tout interrompre.",
  "received.6":
    "Dis aux autres, dans « Entre nous », ce que tu fais. Chaque rôle pris en libère un autre.",

  "far.title": "C’est trop loin pour moi",
  "far.1": "La distance n’empêche pas d’aider : ta voix et ton temps comptent autant.",
  "far.2": "Appelle, ou écris si on ne répond pas. Reste en ligne si c’est possible.",
  "far.3": "Note ce que tu apprends et donne-le aux personnes plus proches.",
  "far.4": "Avec son accord, appelle les secours : ils orientent selon le lieu, pas selon toi.",
  "far.5":
    "Une alerte lointaine peut venir d’une position ancienne. Ouvre l’app après chaque long trajet, pour être prévenue au bon endroit.",

  "silent.title": "Pas de réponse",
  "silent.1": "Ne conclus pas que tout va bien. Quelqu’un d’autre tient peut-être le téléphone.",
  "silent.2": "Demande aux autres, dans « Entre nous », qui a eu un signe.",
  "silent.3": "Réessaie régulièrement, avec des mots simples qui ne trahissent rien.",
  "silent.4":
    "Position, heure, derniers mots : garde-les prêts pour les autorités. La position reste visible 48 heures après le lancement.",
  "silent.5": "Reprends contact quelques heures après, puis le lendemain et les jours suivants.",

  "late.title": "Je l’ai vue trop tard",
  "late.1": "C’est bien ainsi. Dormir, travailler, ne pas voir son téléphone : cela arrive.",
  "late.2": "Jusqu’à cinquante personnes sont prévenues, pour que rien ne repose sur une seule.",
  "late.3": "Tard est encore utile : écris, prends des nouvelles, demande ce qui manque.",
  "late.4": "Si tu y repenses beaucoup, parles-en à une personne de confiance.",

  "mistake.title": "Je l’ai lancée par erreur",
  "mistake.1":
    "Pas d’inquiétude, et personne ne t’en voudra. Maintiens le bouton 2 secondes pour arrêter.",
  "mistake.2": "Réponds à chaque personne qui te contacte, avec tes mots. Un merci suffit.",
  "mistake.3":
    "On pourra encore t’écrire et te localiser jusqu’à 48 heures après le lancement : un arrêt peut avoir été forcé, alors on vérifie.",
  "mistake.4": "Si tu as un mot secret, « Dire que je vais bien » lève le doute d’un coup.",

  "shock.title": "La sidération",
  "shock.1":
    "Devant la violence, le cerveau peut se figer : plus de voix, plus de geste, parfois plus de souvenirs.",
  "shock.2":
    "C’est un réflexe de survie, chez la personne visée comme chez qui regarde. Ce n’est pas une faute.",
  "shock.3":
    "Pour en sortir : sens tes pieds au sol, souffle longuement, nomme cinq choses que tu vois.",
  "shock.4":
    "Face à une personne figée : dis ton prénom, parle doucement, propose un seul geste à la fois.",
  "shock.5": "S’entraîner aide : la fois suivante, le corps se souvient plus vite.",

  "bystander.title": "L’effet témoin",
  "bystander.1":
    "Plus il y a de témoins, moins chaque personne bouge : chacune croit qu’une autre va le faire.",
  "bystander.2": "Fais le premier pas, même petit. Quand une personne avance, d’autres suivent.",
  "bystander.3": "Adresse-toi à quelqu’un de précis : « Toi, appelle le 17. Toi, viens avec moi. »",
  "bystander.4":
    "Ici aussi : si tu lis une alerte en silence, quarante-neuf autres le font peut-être.",
};
