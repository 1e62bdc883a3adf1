"""Errors people can meet: one class per reason, a code for programs, a sentence for a person."""

from __future__ import annotations

from typing import ClassVar

from server.wire import Refusal


class Refused(Exception):
    """Something was asked that cannot be done. Nothing has changed."""

    code: ClassVar[str]
    status: ClassVar[int] = 400
    again_ms: ClassVar[int | None] = None
    fr: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, detail: str = "", *, retry_after_ms: int | None = None) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.retry_after_ms = self.again_ms if retry_after_ms is None else retry_after_ms

    def refusal(self, language: str) -> Refusal:
        sentence = self.en if language == "en" else self.fr
        return Refusal(
            code=self.code,
            sentence=sentence.format(detail=self.detail),
            retry_after_ms=self.retry_after_ms,
        )


class SessionExpired(Refused):
    code, status = "session_expired", 401
    fr = "Ta session est terminée. Reconnecte-toi. Le bouton d'alerte marche toujours."
    en = "Your session has ended. Sign in again. The alert button still works."


class NotAllowed(Refused):
    code, status = "not_allowed", 403
    fr = "Cette action n'est pas possible avec ton compte."
    en = "Your account cannot do this."


class Banned(Refused):
    code, status = "banned", 403
    fr = "Ce compte est fermé. Pour contester, écris à l'équipe par courrier électronique."
    en = "This account is closed. To appeal, write to the team by e-mail."


class OriginRefused(Refused):
    code, status = "origin_refused", 403
    fr = "Cette page n'est pas la bonne adresse du service."
    en = "This page is not the right address of the service."


class NotFound(Refused):
    code, status = "not_found", 404
    fr = "Introuvable, ou plus accessible. Rien n'a changé."
    en = "Not found, or no longer open to you. Nothing has changed."


class Invalid(Refused):
    code, status = "invalid", 422
    fr = "Une valeur n'est pas acceptée ({detail}). Rien n'a été perdu : corrige et renvoie."
    en = "A value is not accepted ({detail}). Nothing was lost: correct it and send again."


class TooLarge(Refused):
    code, status = "too_large", 413
    fr = "C'est trop long. Raccourcis et renvoie."
    en = "This is too long. Shorten it and send again."


class TooFast(Refused):
    code, status = "too_fast", 429
    fr = "C'est trop rapide. Réessaie dans un instant."
    en = "That is too fast. Try again in a moment."


class WrongCredentials(Refused):
    code, status = "wrong_credentials", 401
    fr = "L'adresse ou le mot de passe ne correspond pas."
    en = "The address or the password does not match."


class WrongPin(Refused):
    code, status = "wrong_pin", 403
    fr = "Ce code n'est pas le bon. L'alerte continue."
    en = "This code is not right. The alert goes on."


class PinNeeded(Refused):
    code, status = "pin_needed", 403
    fr = "Entre ton code pour arrêter l'alerte."
    en = "Enter your code to stop the alert."


class Closed(Refused):
    code, status = "closed", 410
    fr = "Cette alerte est terminée depuis plus de 48 h : la conversation est fermée."
    en = "This alert ended more than 48 h ago: the conversation is closed."


class StaleTicket(Refused):
    code, status = "stale_ticket", 409
    fr = "Cette page a attendu longtemps. Elle recommence toute seule."
    en = "This page has waited a long time. It starts again by itself."


class PuzzleNeeded(Refused):
    code, status = "puzzle", 409
    fr = "Beaucoup de monde arrive. Ta page fait un petit calcul, puis continue toute seule."
    en = "Many people are arriving. Your page does a small calculation, then goes on by itself."


class NobodyAnswers(Refused):
    code, status = "nobody_answers", 409
    fr = "Personne ne peut répondre ici. Appelle le 3919, ou le 17 en cas de danger."
    en = "Nobody can answer here. Call 3919, or 17 in danger."


class Taken(Refused):
    code, status = "taken", 409
    fr = "Quelqu'un d'autre a déjà répondu, ou la personne est partie."
    en = "Somebody else has answered already, or the person has left."


class NotConnected(Refused):
    code, status = "not_connected", 409
    fr = "La personne n'est pas connectée, ou elle est partie. Rien n'a changé."
    en = "The person is not connected, or has left. Nothing has changed."


class SecondOfficer(Refused):
    code, status = "second_officer", 403
    fr = "Une autre personne de l'équipe doit donner son accord."
    en = "Another officer must agree."


class TryAgain(Refused):
    code, status = "try_again", 503
    again_ms = 1_000
    fr = "Le service n'a pas pu enregistrer. Rien n'est parti : on réessaie."
    en = "The service could not record this. Nothing was sent: trying again."


class TooSlow(TryAgain):
    """What was sent did not arrive in time."""
