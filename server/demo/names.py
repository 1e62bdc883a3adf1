"""Invented names. Adjectives of one form, so that no pseudonym tells a gender."""
# ruff: noqa: SIM905  lists of words read best as words

from __future__ import annotations

from random import Random

BEINGS = (
    "Mésange Hirondelle Loutre Chouette Renarde Libellule Hermine Grive Louve Alouette Tortue "
    "Cigogne Salamandre Abeille Fauvette Biche Marmotte Sittelle Aigrette Coccinelle Hulotte "
    "Bergeronnette Rainette Martre Buse Huppe Palombe Couleuvre Lionne Sarcelle Glycine Bruyère "
    "Fougère Mélisse Aubépine Verveine Pervenche Capucine Anémone Sauge Pivoine Ronce Clématite "
    "Menthe Angélique Rivière Falaise Comète Boussole Lanterne Braise Averse Colline Clairière "
    "Source Marée Brume Étincelle Ancre Voile Passerelle Lucarne Cascade Dune Aurore"
).split()

MANNERS = (
    "calme libre tranquille solide rapide fidèle tendre sauvage agile paisible sensible espiègle "
    "drôle tenace alerte placide énergique sincère lunaire solaire nomade habile stable insoumise "
    "vive"
).split()

FIRST_NAMES = (
    "Aïcha Alix Amandine Ambre Anaëlle Andréa Anouk Apolline Assia Astrid Aude Awa Axelle Bahia "
    "Bérénice Bintou Blanche Bleuenn Candice Capucine Carmen Cécile Céleste Chiara Chloé Claire "
    "Clémence Coline Daphné Delphine Diane Dounia Éden Élise Elsa Emna Esther Fanny Farah Fatou "
    "Flora Gaëlle Garance Hanaé Hawa Héloïse Hina Imane Ingrid Iris Isaure Jade Jeanne Joséphine "
    "Judith Kadiatou Kenza Khadija Lætitia Leïla Lila Lina Lise Lou Louison Luce Lucie Madeleine "
    "Maëlle Maïa Malika Manon Margot Mariama Mathilde Mélanie Meriem Mila Mina Morgane Naïa "
    "Nadège Ninon Noémie Océane Olympe Pauline Perrine Prune Rachel Rania Romane Rosalie Roxane "
    "Sabrina Salomé Samia Sarah Selma Sidonie Sixtine Soline Solveig Stella Suzanne Tess Thaïs "
    "Valentine Vanessa Victoire Violette Wendy Yaël Yasmine Yuna Zélie Zoé"
).split()

ALLY_NAMES = (
    "Abel Adrien Amadou Anselme Antonin Basile Bilal Côme Corentin David Élias Émile Éric Félix "
    "Gabin Gaspard Hakim Hugo Idriss Ismaël Joris Karim Lucas Malo Marius Mathis Mehdi Nathan "
    "Nino Olivier Pablo Quentin Rayan Robin Samuel Sofiane Théo Tristan Ulysse Yanis"
).split()


def pseudonym(dice: Random, taken: dict[str, int]) -> str:
    """A pseudonym nobody has yet; `taken` counts those given."""
    base = f"{dice.choice(BEINGS)} {dice.choice(MANNERS)}"
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base} {taken[base]}"


def first_name(dice: Random, role: str) -> str:
    return dice.choice(ALLY_NAMES if role == "ally" else FIRST_NAMES)


def phone(dice: Random) -> str:
    """A number of the range the French regulator keeps for fiction: it rings nowhere."""
    return f"+3363998{dice.randrange(10_000):04d}"
