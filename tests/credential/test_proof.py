"""Credentials: a published example, what was signed verifies, what was changed does not."""

import copy
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.credential.keys import did_of, from_base58, make_key, method_of, public_key_of, read_key, to_base58
from bldgassess.credential.proof import CONTEXT, read_credential, sign, verify
from bldgassess.errors import UserError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = did_of(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
DOCUMENT = {
    "@context": [CONTEXT],
    "type": ["VerifiableCredential"],
    "issuer": {"id": DID, "name": "认证机构"},
    "validFrom": "2026-11-25T00:00:00Z",
    "credentialSubject": {"name": "Haus", "result": {"points": "72.4", "passes": True, "storeys": 3}},
}
MADE = sign(DOCUMENT, KEY, "2026-11-25T00:00:00Z")


def codes(issues):
    return [issue.code for issue in issues]


def test_signed_is_verified_and_deterministic():
    assert verify(MADE) == ()
    assert sign(DOCUMENT, KEY, "2026-11-25T00:00:00Z") == MADE
    assert verify(read_credential(json.dumps(MADE, indent=3, ensure_ascii=False).encode(), "x")) == ()


def test_the_key_of_the_specifications_examples():
    # W3C Data Integrity EdDSA Cryptosuites v1.0, Appendix B
    text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQXJPt4swbTQ2n"
    assert len(public_key_of(f"did:key:{text}")) == 32
    assert to_base58(from_base58(text)) == text


def _places(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _places(item, (*path, k))
    else:
        yield path


@pytest.mark.parametrize("path", list(_places(MADE)), ids=lambda path: "/".join(map(str, path)))
def test_any_changed_value_is_found(path):
    changed = copy.deepcopy(MADE)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = f"{at[path[-1]]}x"
    assert verify(changed) != ()


def test_added_and_removed_values_are_found():
    more = copy.deepcopy(MADE)
    more["credentialSubject"]["level"] = "gold"
    less = copy.deepcopy(MADE)
    del less["credentialSubject"]["name"]
    assert codes(verify(more)) == codes(verify(less)) == ["credential.changed"]
    assert codes(verify(DOCUMENT)) == ["credential.no_proof"]


def test_another_key_cannot_sign_in_the_issuers_name():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(UserError):
        sign(DOCUMENT, other, "2026-11-25T00:00:00Z")
    theirs = did_of(other.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    forged = sign({**DOCUMENT, "issuer": theirs}, other, "2026-11-25T00:00:00Z")
    forged["issuer"] = DOCUMENT["issuer"]
    assert verify(forged) != ()


def test_decimals_and_what_is_no_json_are_refused():
    with pytest.raises(UserError, match=r"credential\.decimal"):
        sign({**DOCUMENT, "credentialSubject": {"kg": 1.5}}, KEY, "2026-11-25T00:00:00Z")
    for content in (b"", b"[]", b"{}", b'{"a": 1, "a": 2}', b"[" * 100000, b"\xff"):
        with pytest.raises(UserError, match=r"credential\.unreadable"):
            read_credential(content, "x")


@given(st.binary(max_size=60))
@settings(max_examples=60, derandomize=True)
def test_base58_round_trip(content):
    assert from_base58(to_base58(content)) == content


@pytest.mark.parametrize("bad", ["", "did:web:x", "did:key:z", "did:key:zzzz", "did:key:z0O", f"{DID}#other"])
def test_bad_addresses(bad):
    with pytest.raises(ValueError, match=r"."):
        public_key_of(bad)
    assert public_key_of(method_of(DID)) == public_key_of(DID)


def test_keys_are_read_from_their_files(tmp_path):
    path = tmp_path / "key.pem"
    path.write_bytes(make_key())
    assert isinstance(read_key(path), Ed25519PrivateKey)
    path.write_bytes(b"nothing")
    with pytest.raises(UserError, match=r"credential\.bad_key"):
        read_key(path)
    with pytest.raises(UserError, match=r"credential\.bad_key"):
        read_key(tmp_path / "none.pem")


@pytest.mark.shared
def test_the_shared_example_verifies(shared_dir):
    example = read_credential((shared_dir / "data" / "label" / "certificate_example.json").read_bytes(), "example")
    assert verify(example) == ()
    example["credentialSubject"]["result"]["level"] = "platinum"
    assert codes(verify(example)) == ["credential.changed"]
