"""The proof of a credential: eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bldgassess.credential.keys import did_of, from_base58, method_of, public_key_of, to_base58
from bldgassess.errors import Issue, UserError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SUITE = "eddsa-jcs-2022"
_LARGEST_BYTES = 5 * 2**20
#: What a credential must have (W3C Verifiable Credentials Data Model 2.0, section 4).
_NEEDED = ("@context", "type", "issuer", "credentialSubject")
CONTEXT = "https://www.w3.org/ns/credentials/v2"


def sign(credential: Mapping[str, Any], key: Ed25519PrivateKey, created: str) -> dict[str, Any]:
    """Return the credential with its proof.

    Parameters
    ----------
    credential : mapping
        Without proof. Its issuer must be the key's own did:key. Decimals are text: JSON numbers beyond whole ones would
        depend on how a program prints them.
    created : str
        Time of signing, ISO 8601 UTC; the engine has no clock.

    Raises
    ------
    UserError
        When the issuer is not the key, or a value is no JSON or a decimal number.
    """
    _check(credential)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    did = did_of(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    if _issuer(credential) != did:
        raise UserError(Issue("credential.other_issuer", {"issuer": _issuer(credential), "key": did}))
    options = {
        "@context": credential["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITE,
        "created": created,
        "verificationMethod": method_of(did),
        "proofPurpose": "assertionMethod",
    }
    return {**credential, "proof": {**options, "proofValue": to_base58(key.sign(_digest(credential, options)))}}


def read_credential(content: bytes, name: str) -> dict[str, Any]:
    """Read a credential file.

    Raises
    ------
    UserError
        When it is too large, no JSON, has a name twice, or lacks what a credential needs.
    """
    if len(content) > _LARGEST_BYTES:
        raise UserError(Issue("credential.unreadable", {"file": name, "reason": "5 MB"}))
    try:
        data = json.loads(content, object_pairs_hook=_no_doubles)
    except (ValueError, RecursionError) as error:
        raise UserError(Issue("credential.unreadable", {"file": name, "reason": str(error)[:80]})) from error
    if not isinstance(data, dict) or any(key not in data for key in _NEEDED):
        raise UserError(Issue("credential.unreadable", {"file": name, "reason": ", ".join(_NEEDED)}))
    return data


def verify(credential: Mapping[str, Any]) -> tuple[Issue, ...]:
    """Verify a credential offline; empty where it is what its issuer signed.

    Whether the issuer may be trusted, and whether the credential is still valid, is another question: see the issuer's
    did:key and ``validUntil``.
    """
    proof = credential.get("proof")
    if not isinstance(proof, Mapping) or not isinstance(proof.get("proofValue"), str):
        return (Issue("credential.no_proof", {}),)
    suite = str(proof.get("cryptosuite"))
    if proof.get("type") != "DataIntegrityProof" or suite != _SUITE or proof.get("proofPurpose") != "assertionMethod":
        return (Issue("credential.other_suite", {"suite": suite[:40]}),)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    document = {key: value for key, value in credential.items() if key != "proof"}
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    if "@context" in options and not _starts(document.get("@context"), options["@context"]):
        return (Issue("credential.changed", {"issuer": _issuer(document)}),)
    try:
        method = str(proof.get("verificationMethod"))
        public = Ed25519PublicKey.from_public_bytes(public_key_of(method))
        public.verify(from_base58(proof["proofValue"]), _digest(document, options))
    except (ValueError, InvalidSignature, UserError):
        return (Issue("credential.changed", {"issuer": _issuer(document)}),)
    if _issuer(document) != method.partition("#")[0]:
        return (Issue("credential.other_issuer", {"issuer": _issuer(document), "key": method.partition("#")[0]}),)
    return ()


def _digest(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """Hash of the proof's options, then of the document, each in canonical form (RFC 8785)."""
    return hashlib.sha256(_canonical(options)).digest() + hashlib.sha256(_canonical(document)).digest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    import rfc8785

    try:
        return rfc8785.dumps(dict(value))
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise UserError(Issue("credential.not_canonical", {"reason": str(error)[:80]})) from error


def _check(value: object, at: str = "") -> None:
    if isinstance(value, float):
        raise UserError(Issue("credential.decimal", {"at": at}))
    if isinstance(value, Mapping):
        for key, item in value.items():
            _check(item, f"{at}/{key}")
    elif isinstance(value, list | tuple):
        for k, item in enumerate(value):
            _check(item, f"{at}/{k}")


def _issuer(credential: Mapping[str, Any]) -> str:
    issuer = credential.get("issuer")
    return str(issuer.get("id")) if isinstance(issuer, Mapping) else str(issuer)


def _starts(own: object, proof: object) -> bool:
    if own == proof:
        return True
    return isinstance(own, list) and isinstance(proof, list) and own[: len(proof)] == proof


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
