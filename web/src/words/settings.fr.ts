/** The settings' words. They explain before they ask, and promise nothing a page cannot do. */
export const fr = {
  title: "Réglages",
  save: "Enregistrer",
  saving: "Enregistrement…",
  saved: "Enregistré",
  remove: "Retirer",
  add: "Ajouter",
  on: "Activé",
  off: "Désactivé",
  yes: "Oui",
  no: "Non",
  password: "Ton mot de passe",
  loading: "Chargement…",
  again: "Réessayer",
  signedOut: "Connecte-toi pour voir tes réglages.",

  "ready.title": "Prêt ?",
  "ready.good": "Testé le {when}",
  "ready.never": "Jamais testé sur ce compte",
  "ready.old": "Dernier test le {when} : refais-le",
  "ready.why":
    "Un téléphone peut couper les notifications sans prévenir. Ce test envoie une vraie notification à cet appareil et fait sonner la vraie alarme.",
  "ready.step.allow": "1. Autoriser les notifications",
  "ready.step.sound": "2. Entendre l’alarme",
  "ready.step.push": "3. Recevoir une vraie notification",
  "ready.allow": "Autoriser",
  "ready.allowed": "Autorisées sur cet appareil",
  "ready.denied":
    "Refusées. Ouvre les réglages de ce site dans ton navigateur, autorise les notifications, puis reviens ici.",
  "ready.unsupported": "Ce navigateur ne sait pas recevoir de notifications. Essaie avec un autre.",
  "ready.install": "Sur iPhone et iPad, ajoute d’abord l’app à l’écran d’accueil (guide plus bas).",
  "ready.shared":
    "Cet appareil n’est pas qu’à toi : il ne sera pas prévenu, pour que rien n’y reste.",
  "ready.forget": "Ne plus notifier cet appareil",
  "ready.ring": "Faire sonner 3 secondes",
  "ready.ringing": "Ça sonne… Monte le volume si besoin.",
  "ready.mute": "Le navigateur bloque le son : touche encore le bouton.",
  "ready.send": "Envoyer la notification",
  "ready.asking": "Demande au serveur…",
  "ready.waiting": "On attend la notification… Tu peux verrouiller l’écran.",
  "ready.arrived": "Arrivée sur cet appareil. L’as-tu vue ou entendue ?",
  "ready.notHeard": "Non, rien vu",
  "ready.heard": "Oui",
  "ready.done": "Tout marche sur cet appareil.",
  "ready.lost": "Rien n’est arrivé en 25 secondes. Regarde le guide, puis recommence.",
  "ready.silent":
    "La notification arrive mais reste muette. Vérifie le mode silencieux, « Ne pas déranger » et les réglages de notification de ce site.",
  "ready.android": "Sur Android : économie de batterie",
  "ready.android.1":
    "Réglages du téléphone, Applications, ton navigateur (ou l’app installée), Batterie : choisis « Sans restriction ».",
  "ready.android.2":
    "Xiaomi, Huawei, Oppo, Samsung : autorise aussi le démarrage automatique et retire l’app des « applications en veille ».",
  "ready.android.3":
    "Réglages, Notifications, ton navigateur : son et affichage activés, aussi en mode « Ne pas déranger » si tu le souhaites.",
  "ready.android.4": "Ajoute l’app à l’écran d’accueil : menu ⋮, « Ajouter à l’écran d’accueil ».",
  "ready.ios": "Sur iPhone et iPad : écran d’accueil",
  "ready.ios.1": "Ouvre cette page dans Safari (iOS 16.4 ou plus récent).",
  "ready.ios.2": "Touche Partager, puis « Sur l’écran d’accueil ».",
  "ready.ios.3": "Ouvre l’app depuis sa nouvelle icône, connecte-toi, et refais ce test.",
  "ready.ios.4":
    "Si le mode Concentration est actif, ajoute l’app aux apps autorisées pour qu’elle puisse sonner.",

  "profile.title": "Mon profil",
  "profile.pseudonym": "Pseudonyme",
  "profile.first": "Prénom",
  "profile.firstHelp": "Visible seulement dans une alerte.",
  "profile.phone": "Téléphone",
  "profile.phoneHelp":
    "Visible seulement dans ton alerte. Appeler est souvent le plus rapide pour t’aider.",
  "profile.contacts": "Autres moyens de te joindre",
  "profile.contactsHelp":
    "Un réseau social, une messagerie, une personne proche. Visibles seulement dans ton alerte.",
  "profile.contact": "Moyen de contact {n}",
  "profile.language": "Langue",

  "help.title": "Aide et alertes",
  "help.mixed": "Accepter l’aide d’alliés",
  "help.mixedHelp":
    "Des hommes vérifiés pourront aussi être prévenus quand tu lances une alerte. Ils ne voient rien d’autre de la communauté.",
  "help.allies": "Répondre aux alertes d’alliés",
  "help.alliesHelp": "Un allié en danger pourra t’alerter toi aussi.",
  "help.explicit": "Notification explicite",
  "help.explicitHelp":
    "Par défaut la notification ne dit rien. Explicite, elle dit qu’une personne a besoin d’aide : quiconque regarde ton écran verrouillé peut la lire, et l’appareil peut en garder la trace même après un effacement.",
  "help.commune": "Ma commune (code postal)",
  "help.communeHelp":
    "Sert quand ta position est inconnue : on te situe alors dans cette commune, sans adresse.",
  "help.radius": "Rayon d’information",
  "help.km": "{km} km",
  "help.count": "{count} {count:membre|membres} dans ce rayon.",
  "help.few": "Moins de 5 membres dans ce rayon, ou nombre inconnu.",
  "help.counting": "On compte…",
  "help.radiusHelp":
    "C’est pour information. Une alerte part toujours aux 50 membres les plus proches, sans limite de distance.",

  "codes.title": "Codes de sécurité",
  "codes.none": "Aucun code d’arrêt",
  "codes.pin": "Code d’arrêt",
  "codes.pinSet": "Code d’arrêt en place",
  "codes.pinHelp":
    "Demandé pour arrêter ton alerte. Sans lui, personne ne peut l’arrêter à ta place.",
  "codes.duress": "Code de détresse",
  "codes.duressSet": "Code de détresse en place",
  "codes.duressHelp":
    "Si on te force à arrêter, tape ce code. Ton écran montre exactement la même chose qu’un arrêt normal. Les personnes qui t’aident apprennent, elles, que tu es sous contrainte.",
  "codes.word": "Mot secret",
  "codes.wordSet": "Mot secret en place",
  "codes.wordHelp":
    "Un mot que personne autour de toi ne devinera. Il prouve que c’est bien toi quand tu dis que ça va.",
  "codes.digits": "4 à 12 chiffres",
  "codes.bad": "Un code a 4 à 12 chiffres.",
  "codes.same": "Les deux codes doivent être différents.",
  "codes.needsPin": "Un code de détresse demande d’abord un code d’arrêt.",
  "codes.keep": "Vide : ne change rien.",
  "codes.nothing": "Rien à changer.",

  "lock.title": "Verrou et page d’apparence",
  "lock.on": "Verrou en place",
  "lock.off": "Pas de verrou",
  "lock.help":
    "Avec un code, l’app s’ouvre sur une page banale. C’est un rideau : il arrête un regard ou un téléphone prêté, pas une personne qui sait fouiller un appareil.",
  "lock.gestures": "À savoir par cœur",
  "lock.back": "Revenir : appuie 2 secondes sur le nom en haut de la page banale.",
  "lock.launch":
    "Lancer une alerte : appuie 2 secondes sur le grand chiffre au milieu. En bas, « Enregistré » veut dire que l’alerte est partie, « Non enregistré » qu’elle ne l’est pas encore.",
  "lock.keys": "Au clavier : place-toi sur le nom ou le chiffre et garde Entrée appuyée.",
  "lock.code": "Nouveau code",
  "lock.repeat": "Le même code",
  "lock.differ": "Les deux saisies diffèrent.",
  "lock.set": "Mettre ce code",
  "lock.remove": "Retirer le verrou",
  "lock.try": "Voir la page banale",
  "lock.forgotten": "Code oublié : efface les données de ce site, puis reconnecte-toi.",

  "look.title": "Nom, icône et bouton Cacher",
  "look.help":
    "Choisis avant d’ajouter l’app à l’écran d’accueil. Pour en changer ensuite, retire l’icône et ajoute-la de nouveau.",
  "look.exit": "Le bouton Cacher mène à",
  "look.exitHelp":
    "Une adresse banale en https. Pendant une alerte, Cacher montre la page banale : l’alerte continue derrière.",
  "look.exitBad": "Il faut une adresse en https, hors de cette app.",
  "look.shift": "Au clavier : Maj trois fois.",

  "devices.title": "Appareils",
  "devices.sessions": "Sessions ouvertes",
  "devices.credentials": "Appareils qui peuvent lancer une alerte",
  "devices.credentialsHelp":
    "Même sans session, ils peuvent lancer et arrêter ton alerte et donner ta position. Rien d’autre.",
  "devices.here": "Cet appareil",
  "devices.other": "Un autre appareil",
  "devices.shared": "appareil partagé",
  "devices.opened": "Ouverte le {when}",
  "devices.seen": "vue le {when}",
  "devices.made": "Depuis le {when}",
  "devices.used": "servi le {when}",
  "devices.unused": "jamais servi",
  "devices.end": "Fermer",
  "devices.revoke": "Retirer",
  "devices.none": "Aucun.",

  "wipe.title": "Tout effacer de cet appareil",
  "wipe.dies": "Ce qui disparaît d’ici",
  "wipe.dies.1": "La session, les codes et tout ce que l’app a gardé sur cet appareil.",
  "wipe.dies.2": "Les notifications, et la possibilité de lancer une alerte d’ici.",
  "wipe.dies.3":
    "La copie de l’app gardée pour le hors-ligne : sans réseau, elle ne s’ouvrira plus.",
  "wipe.stays": "Ce qui reste",
  "wipe.stays.1": "Ton compte, et les conversations sur tes autres appareils.",
  "wipe.stays.2":
    "Une alerte en cours : elle continue, mais cet appareil n’envoie plus ta position.",
  "wipe.stays.3":
    "L’historique du navigateur, les appels et SMS, la facture, les captures d’écran. Aucune page ne peut les effacer.",

  "totals.title": "Tous ensemble",
  "totals.all": "Ensemble : {members} {members:membre|membres}, {alerts} {alerts:alerte|alertes}.",
  "totals.sign": "Premier signe : en {s} s une fois sur deux.",
  "totals.contact": "Premier message ou appel : en {s} s une fois sur deux.",
  "totals.early": "Dans la première minute : {count} {count:contact|contacts} en moyenne.",

  "out.go": "Se déconnecter",
  "out.help": "Cet appareil pourra encore lancer une alerte.",
};
