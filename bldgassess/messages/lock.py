"""Sentences about: locked packages."""

MESSAGES: dict[str, str] = {
    "lock.unreadable": "{file} is no locked package that can be trusted ({reason}). Nothing in it was used. Ask for a fresh copy.",
    "lock.cannot_read": "{file} cannot be read ({reason}). Check its name and place.",
    "lock.folder": "The study takes {field} from a folder of this machine, which a package cannot hold. Give the file itself with its own option.",
    "lock.changed_member": "{file} in the package is not what was locked.",
    "lock.differs": "{file}: {path} was {locked} when it was locked and is {found} now.",
    "lock.signature": "The signature {field} does not hold: something in the file was changed after signing.",
    "lock.not_recomputed": "{file}: signature and attachments were checked. Give the model with --model to compute everything again.",
    "lock.other_seal": "The package has the seal {seal}, not the one expected. It is another package.",
    "lock.no_version": "The package was locked with factors {version}, which this program does not have. It was recomputed with its own, {own}.",
    "lock.cannot_recompute": "The package could not be recomputed ({reason}).",
}
