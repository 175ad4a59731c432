"""Ed25519 keys as did:key: the public key is its own address, so that a credential can be verified offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bldgassess.errors import Issue, UserError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: Multicodec prefix of an Ed25519 public key (varint of 0xed), and the multibase letter of base58btc.
_ED25519, _BASE58 = b"\xed\x01", "z"
_LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_KEY_BYTES = 32
_LONGEST = 200


def to_base58(content: bytes) -> str:
    """Return bytes in base58btc with its multibase letter.

    >>> to_base58(b"Hello World!")
    'z2NEpo7TZRRrLZSi2U'
    """
    value, text = int.from_bytes(content, "big"), ""
    while value:
        value, digit = divmod(value, len(_LETTERS))
        text = _LETTERS[digit] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return _BASE58 + _LETTERS[0] * zeros + text


def from_base58(text: str) -> bytes:
    """Read base58btc with its multibase letter.

    Raises
    ------
    ValueError
        When it is none.

    Examples
    --------
    >>> from_base58("z2NEpo7TZRRrLZSi2U")
    b'Hello World!'
    """
    if not text.startswith(_BASE58) or len(text) > _LONGEST:
        raise ValueError("no base58btc text")
    body, value = text[1:], 0
    for letter in body:
        value = value * len(_LETTERS) + _LETTERS.index(letter)
    zeros = len(body) - len(body.lstrip(_LETTERS[0]))
    return b"\0" * zeros + value.to_bytes((value.bit_length() + 7) // 8, "big")


def did_of(public_key: bytes) -> str:
    """Return the did:key of a public key (32 bytes)."""
    return f"did:key:{to_base58(_ED25519 + public_key)}"


def method_of(did: str) -> str:
    """Return the verification method of a did:key: itself with its key as fragment."""
    return f"{did}#{did.removeprefix('did:key:')}"


def public_key_of(method: str) -> bytes:
    """Return the public key behind a did:key verification method.

    Raises
    ------
    ValueError
        When it is no Ed25519 did:key, or its fragment names another key.
    """
    did, _, fragment = method.partition("#")
    if not did.startswith("did:key:") or fragment not in {"", did.removeprefix("did:key:")}:
        raise ValueError("no did:key")
    content = from_base58(did.removeprefix("did:key:"))
    if not content.startswith(_ED25519) or len(content) != len(_ED25519) + _KEY_BYTES:
        raise ValueError("no Ed25519 key")
    return content[len(_ED25519) :]


def read_key(path: Path, password: str | None = None) -> Ed25519PrivateKey:
    """Read a private key from a PEM file (PKCS#8), or from 32 raw bytes.

    Raises
    ------
    UserError
        When the file cannot be read or holds no Ed25519 key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        content = path.read_bytes()
        if len(content) == _KEY_BYTES:
            return Ed25519PrivateKey.from_private_bytes(content)
        key = load_pem_private_key(content, password.encode() if password else None)
    except (OSError, ValueError, TypeError) as error:
        raise UserError(Issue("credential.bad_key", {"file": path.name})) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UserError(Issue("credential.bad_key", {"file": path.name}))
    return key


def make_key() -> bytes:
    """Return a new private key as PEM (PKCS#8, no password): keep it like a seal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
