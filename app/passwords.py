"""Passwords: what may be one, and how it is kept (argon2id)."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scoring.errors import InvalidInputError

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
RULES = f"At least {SHORTEST} characters; a few words that do not belong together are good. Anything may be in it."
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106, second recommended option
_DECORATION = re.compile(r"[\W\d_]+")


def hashed(password: str) -> str:
    return _HASHER.hash(_normal(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Takes as long for a user who has no password, or does not exist (None), as for a wrong one."""
    try:
        _HASHER.verify(password_hash or _nobodys(), _normal(password)[: 8 * LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def check_rules(password: str, login: str = "") -> None:
    """Raises InvalidInputError, without repeating it, for a password that is easily guessed."""
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInputError(f"a password has {SHORTEST} to {LONGEST} characters")
    if len(set(password.lower())) < FEWEST_DIFFERENT:
        raise InvalidInputError("that password repeats the same few characters")
    bare = _DECORATION.sub("", password.lower())
    own = _DECORATION.sub("", login.lower().split("@")[0])
    known = _common() | ({own} if len(own) > 2 else set())
    if password.lower() in known or any(bare in {"", word, word * 2, word * 3} for word in known):
        raise InvalidInputError("that password is one of the first that are tried")


def invented() -> str:
    """A temporary password that can be read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def _normal(password: str) -> str:
    # A character typed on another keyboard may come as several code points; lone surrogates come from broken forms.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


@cache
def _common() -> frozenset[str]:
    words = (Path(__file__).parent / "words" / "common_passwords.txt").read_text(encoding="utf-8").split()
    return frozenset(words)
