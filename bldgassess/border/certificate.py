"""A product carbon certificate as a verifiable credential: fields of ISO 14067 / GB/T 24067 and of CBAM in one subject.

No official scheme of mutual recognition is published. The mapping says which field satisfies which side's rule; it does
not make either side accept it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from bldgassess.credential.keys import did_of
from bldgassess.credential.proof import CONTEXT, sign
from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue, UserError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: Printed with every certificate and mapping.
NOT_RECOGNISED = "No official scheme of mutual recognition between China and the EU is published. This is none."
#: The footprint must be the sum of its parts within this share, else a unit or sign slipped.
_SUM_TOLERANCE = 1e-3
_PARTS = ("fossil", "biogenic_emissions", "biogenic_removals", "luluc")
_CN_CODE = re.compile(r"\d{8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field with what it means and the clauses that ask for it on each side."""

    name: str
    kind: str
    required: bool
    meaning: str
    iso_14067: str
    gbt_24067: str
    cbam: str
    quality: str


@cache
def certificate_fields() -> tuple[Field, ...]:
    """Return all fields in the order of the certificate."""
    return tuple(
        Field(
            row["field"],
            row["kind"],
            row["required"] == "yes",
            row["meaning"],
            row["iso_14067"],
            row["gbt_24067"],
            row["cbam"],
            row["quality"],
        )
        for row in data_rows("bldgassess.border", "certificate_fields.csv")
    )


def check_certificate(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the subject of a certificate: fields checked, figures as text.

    Raises
    ------
    UserError
        With every field that does not fit.
    """
    problems = []

    def refuse(place: str, reason: str) -> None:
        problems.append(Issue("border.bad_certificate", {"file": name, "place": place, "reason": reason}))

    fields = {field.name: field for field in certificate_fields()}
    for key in sorted(set(values) - set(fields)):
        refuse(str(key)[:60], "no such field")
    subject: dict[str, Any] = {}
    for key, field in fields.items():
        value = values.get(key)
        if value is None:
            if field.required:
                refuse(key, f"missing ({field.meaning})")
            continue
        try:
            subject[key] = _KINDS[field.kind](value)
        except (ValueError, TypeError) as error:
            refuse(key, str(error)[:80])
    if not problems:
        for place, reason in _contradictions(subject):
            refuse(place, reason)
    if problems:
        raise UserError(problems)
    return subject


def make_certificate(
    values: Mapping[str, Any], name: str, key: Ed25519PrivateKey, *, issuer: str, created: str
) -> dict[str, Any]:
    """Check a certificate's fields and sign it.

    Parameters
    ----------
    issuer : str
        Name of the certifier, beside the key's own did:key.
    created : str
        Time of signing, ISO 8601 UTC.

    Raises
    ------
    UserError
        With every field that does not fit.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    subject = check_certificate(values, name)
    document = {
        "@context": [CONTEXT],
        "type": ["VerifiableCredential"],
        "issuer": {"id": did_of(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)), "name": issuer},
        "validFrom": f"{subject['valid_from']}T00:00:00Z",
        "validUntil": f"{subject['valid_until']}T00:00:00Z",
        "credentialSubject": {"type": "ProductCarbonCertificate", "notice": NOT_RECOGNISED, **subject},
    }
    return sign(document, key, created)


def _number(value: Any) -> str:  # noqa: ANN401 - any value of a file
    if isinstance(value, bool) or not math.isfinite(float(value)):
        raise ValueError("no number")
    return str(value)


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or not value.strip():
        raise ValueError("no text")
    return value.strip()


def _date(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return date.fromisoformat(str(value)).isoformat()


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict) or not value:
        raise ValueError("no group of values")
    return {str(key): _plain(item) for key, item in value.items()}


def _array(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list) or not value:
        raise ValueError("no list")
    return [_plain(item) for item in value]


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return JSON without decimals: figures as text, dates as ISO."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    return _number(value)


_KINDS = {"number": _number, "text": _text, "date": _date, "object": _object, "array": _array}


def _contradictions(subject: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What each field allows but all together do not."""
    found = []
    if not _CN_CODE.fullmatch(str(subject["product"].get("cn_code", "")).replace(" ", "")):
        found.append(("product.cn_code", "8 digits of the Combined Nomenclature"))
    if subject["valid_from"] > subject["valid_until"]:
        found.append(("valid_until", "before valid_from"))
    parts = {key: float(subject[f"pcf_{key}"]) for key in _PARTS}
    if parts["biogenic_removals"] < 0.0:
        found.append(("pcf_biogenic_removals", "below zero; removals are given as zero or above"))
    total = float(subject["pcf_total"])
    whole = parts["fossil"] + parts["biogenic_emissions"] - parts["biogenic_removals"] + parts["luluc"]
    size = max(abs(total), *(abs(value) for value in parts.values()))
    if abs(total - whole) > _SUM_TOLERANCE * max(size, 1e-9):
        found.append(("pcf_total", f"{total:g} is not fossil + biogenic - removals + land use = {whole:g}"))
    shares = ("cutoff_pct", "primary_data_share")
    found += [(key, "0 to 100 %") for key in shares if not 0.0 <= float(subject[key]) <= 100.0]
    if subject["status"] not in {"active", "suspended", "revoked"}:
        found.append(("status", "active, suspended or revoked"))
    for k, item in enumerate(subject["evidence"]):
        if not isinstance(item, dict) or not _SHA256.fullmatch(str(item.get("sha256", ""))):
            found.append((f"evidence.{k}", "name and sha256 of a file"))
    return found
