"""The report: a run folder as one HTML file that opens offline."""

from pathlib import Path

__all__ = ["write_report"]


def write_report(run_folder: Path, target: Path, lang: str = "en") -> Path:
    """Write a run as one self-contained HTML file that opens offline.

    The same folder and language give the same bytes.

    Parameters
    ----------
    run_folder
        A folder that a command wrote with ``--out``.
    target
        The HTML file to write; its folder is made if absent.
    lang
        ``en`` or ``zh``.

    Returns
    -------
    Path
        ``target``.

    Raises
    ------
    InputError
        If the folder cannot be read, the language is unknown, or the target cannot be written.
    """
    from forerun.report import page

    return page.write(run_folder, target, lang)
