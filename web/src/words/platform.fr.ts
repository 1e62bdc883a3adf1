/** Words of the hide button and of the page left after a wipe. */
export const fr = {
  hide: "Cacher",
  hideHow: "Cacher tout de suite (ou Maj trois fois)",
  wipeHold: "Maintiens 2 secondes pour tout effacer",
  wipeEarly: "Relâché trop tôt : rien n’est effacé.",
  wipeConfirm: "Tout effacer de cet appareil ?",
  wipeYes: "Oui",
  wipeNo: "Non",
  wipeTitle: "Tout effacer de cet appareil",
  wipeInAlert:
    "Ton alerte continuera, mais cet appareil n’enverra plus ta position et ne pourra plus l’arrêter.",
  wipeWhat:
    "La session et tout ce que l’app a gardé ici disparaissent. L’historique du navigateur reste : aucune page ne peut l’effacer.",
  mistake: "Lancée par erreur ?",
  wiping: "Effacement…",
  wiped: "C’est effacé de cet appareil.",
  wipedPartly: "Effacé, sauf une partie que ce navigateur a refusé de toucher.",
  wipedPartlyHow:
    "Ferme cette page, puis efface les données de ce site dans les réglages du navigateur.",
  serverTold: "Le serveur a fermé ta session sur cet appareil.",
  serverAlertGoesOn: "Ton alerte continue : les personnes prévenues gardent ton dernier point.",
  serverLater:
    "Le serveur ne répond pas encore. Cette page le préviendra dès que le réseau revient. Même sans cela, ta session ne peut plus s’ouvrir : sa clé est détruite.",
  serverNothing: "Il n’y avait plus de session à fermer sur cet appareil.",
  remains: "Ce qu’une page ne peut pas effacer",
  remainsHistory: "L’historique du navigateur : efface la ligne de ce site toi-même.",
  remainsTyped:
    "L’adresse e-mail ou le mot de passe que le navigateur a retenus : cherche dans ses réglages.",
  remainsBill: "Les appels et SMS dans le téléphone et sur la facture.",
  remainsShots: "Les captures d’écran et les photos.",
  remainsIcon: "L’icône, si tu l’as ajoutée à l’écran d’accueil : retire-la comme une autre.",
  remainsClose: "Ferme ensuite cet onglet.",
};
