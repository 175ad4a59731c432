"""Sentences about: verifiable credentials."""

MESSAGES: dict[str, str] = {
    "credential.bad_key": "{file} holds no Ed25519 private key. Make one with: bldgassess credential key.",
    "credential.unreadable": "{file} is no verifiable credential ({reason}). Ask its issuer for a fresh copy.",
    "credential.no_proof": "The credential has no proof. Ask its issuer for a signed one.",
    "credential.other_suite": "The credential is signed by {suite}, which this program does not verify. It verifies eddsa-jcs-2022.",
    "credential.changed": "The credential is not what {issuer} signed. Something in it was changed after signing.",
    "credential.other_issuer": "The credential names {issuer} as its issuer but the key is of {key}. Sign with the issuer's own key.",
    "credential.not_canonical": "The credential cannot be brought into canonical form ({reason}). Write decimals as text.",
    "credential.decimal": "The value at {at} is a decimal number. Write it as text so that every program reads the same digits.",
}
