"""Sentences about: archive form and signature of the report."""

MESSAGES: dict[str, str] = {
    "signing.no_pikepdf": "PDF/A needs pikepdf. Install it with: pip install 'bldgassess[report]', or write the ordinary PDF with --plain.",
    "signing.plain_only": "The report is an ordinary PDF without attachments: PDF/A needs pikepdf (pip install 'bldgassess[report]').",
    "signing.not_pdfa": "The report does not pass the PDF/A validator: {reason}. Write the ordinary PDF with --plain and report this as a bug.",
    "signing.no_pyhanko": "A signature needs pyHanko. Install it with: pip install 'bldgassess[report]'.",
    "signing.no_key": "The key file {file} cannot be read ({reason}). Give a PKCS#12 file (.p12, .pfx).",
    "signing.bad_key": "The key file {file} cannot be opened: wrong password, or no PKCS#12 file with key and certificate. Name the variable that holds the password with --password-env.",
    "signing.no_password": "The environment variable {name} is not set. Set it to the password of the key file, or name another with --password-env.",
    "signing.tsa": "The time stamp could not be had from {url} ({reason}). Sign without --tsa or try again later.",
    "signing.tsa_alone": "--tsa stamps a signature and needs --sign.",
    "signing.no_catalogue": "The criteria catalogue {id} {version} that these results were made with is not installed, so it is not attached. Install it and write the report again.",
}
