import os
import secrets
from pathlib import Path


def stored_key(path: Path) -> str:
    """A secret that an installation without SECRET_KEY makes for itself once, though three processes race."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(secrets.token_urlsafe(48))
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
