"""The token endpoint, for service accounts: a signed claim in, an access token out."""

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from typing import Any

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOGLE = "https://oauth2.googleapis.com/token"
"""What google-auth names as the audience of its claims, wherever it sends them."""

LIFE = 3600
SKEW = 300
TIMEFRAME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


class Denied(Exception):
    """The token endpoint's refusal; its body is OAuth's, not Google API's."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


class Tokens:
    """Gives tokens and knows whose they are. The signature of a claim is not checked, all else is.

    ``accounts`` limits who exists (``None``: everybody). ``open`` names who a request is when its token is unknown;
    empty refuses such requests as the real service does.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.accounts: set[str] | None = None
        self.open = ""
        self.issued: dict[str, tuple[str, float]] = {}

    def grant(self, form: dict[str, str], audience: str) -> dict[str, Any]:
        """The reply of ``/token``."""
        if form.get("grant_type") != GRANT:
            raise Denied("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        head, claim = self._parts(form.get("assertion", ""))
        if head.get("alg") != "RS256":
            raise Denied("invalid_grant", "Invalid JWT Signature.")
        if claim.get("aud") not in (audience, GOOGLE):
            raise Denied("invalid_grant", "Invalid JWT: Failed audience check.")
        now, begun, ends = self.clock(), claim.get("iat", 0), claim.get("exp", 0)
        if not begun - SKEW <= now <= ends + SKEW or ends - begun > LIFE + SKEW or ends <= begun:
            raise Denied("invalid_grant", TIMEFRAME)
        account = claim.get("iss", "")
        if not account or (self.accounts is not None and account not in self.accounts):
            raise Denied("invalid_grant", "Invalid grant: account not found")
        if not claim.get("scope"):
            raise Denied("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        token = "ya29." + secrets.token_urlsafe(24)
        self.issued[token] = (account, now + LIFE)
        return {"access_token": token, "expires_in": LIFE - 1, "token_type": "Bearer"}

    def _parts(self, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        pieces = assertion.split(".")
        if len(pieces) != 3 or not all(pieces):
            raise Denied("invalid_grant", "Bad Request")
        try:
            head, claim = (json.loads(base64.urlsafe_b64decode(piece + "==")) for piece in pieces[:2])
        except (binascii.Error, ValueError):
            raise Denied("invalid_grant", "Bad Request") from None
        return head, claim

    def holder(self, header: str) -> str:
        """Whose token an Authorization header carries, empty if nobody's or run out."""
        account, ends = self.issued.get(header.removeprefix("Bearer ").strip(), ("", 0.0))
        return account if account and self.clock() < ends else self.open
