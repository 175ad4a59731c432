"""Verifiable credentials: W3C Verifiable Credentials 2.0 with an eddsa-jcs-2022 proof, made and verified offline."""
