"""The rules of ClawHub and OpenClaw, on a folder that follows the specification."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from .findings import Finding, advice, wrong
from .frontmatter import Document, Mapping, Node, Scalar, Sequence

_FIELDS = {
    "always", "config", "emoji", "envVars", "homepage", "install", "nix", "os", "primaryEnv",
    "requires", "skillKey",
}  # fmt: skip
_REQUIRES = ("env", "bins", "anyBins", "config")
_KINDS = {"brew": "formula", "node": "package", "go": "module", "uv": "package"}
_SEMVER = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_VARIABLE = re.compile(r"(?:`|\$\{?)([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b")
_SECRET_IN_ADDRESS = re.compile(
    r"https?://\S*[?&](?:[a-z_]*token|api_?key|access_key|secret)=", re.IGNORECASE
)
_TEXTS = {
    ".md", ".txt", ".json", ".yaml", ".yml", ".toml", ".py", ".sh", ".js", ".ts", ".csv", ".svg",
}  # fmt: skip
_LARGEST = 50_000_000
_OF_THE_MACHINE = {"PATH", "HOME", "USER"}


def check(folder: Path, document: Document) -> Iterator[Finding]:
    """What a registry would refuse, or its scan would point at."""
    yield from _files(folder)
    yield from _version(document)
    yield from _secrets(document)
    openclaw = _openclaw(document)
    if openclaw is not None:
        yield from _fields(openclaw)
        yield from _requires(openclaw)
        yield from _install(openclaw)
        yield from _variables(openclaw, document)


def _files(folder: Path) -> Iterator[Finding]:
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    own = [p for p in paths if not any(x.startswith(".") for x in p.relative_to(folder).parts)]
    if (total := sum(p.stat().st_size for p in own)) > _LARGEST:
        yield wrong(f"All files together have {total} bytes; {_LARGEST} are allowed.")
    for path in own:
        if path.suffix.lower() not in _TEXTS:
            yield Finding(
                PurePosixPath(path.relative_to(folder).as_posix()),
                "ClawHub publishes text files only.",
                wrong=False,
            )
    if not _SLUG.fullmatch(folder.resolve().name):
        yield advice("The folder's name cannot be a ClawHub slug (a-z, 0-9, hyphens).")


def _version(document: Document) -> Iterator[Finding]:
    if "version" in document.head.items:
        return  # told already: it stands in the wrong place
    metadata = document.head.items.get("metadata")
    node = metadata.items.get("version") if isinstance(metadata, Mapping) else None
    if not isinstance(node, Scalar) or not node.text:
        yield advice("says no version; servers are told unknown.", document.head.line, "metadata")
    elif not _SEMVER.fullmatch(node.text):
        yield wrong(f"{node.text!r} is no version such as 1.2.0.", node.line, "metadata.version")


def _secrets(document: Document) -> Iterator[Finding]:
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if _SECRET_IN_ADDRESS.search(line):
            yield wrong("A token in an address leaks; it belongs into a header.", number)


def _openclaw(document: Document) -> Mapping | None:
    metadata = document.head.items.get("metadata")
    if not isinstance(metadata, Mapping):
        return None
    for name in ("openclaw", "clawdbot", "clawdis"):
        found = metadata.items.get(name)
        if isinstance(found, Mapping):
            return found
    return None


def _fields(openclaw: Mapping) -> Iterator[Finding]:
    for key, line in openclaw.lines.items():
        if key not in _FIELDS:
            yield wrong("is no field of ClawHub's.", line, f"metadata.openclaw.{key}")
    for key in ("emoji", "homepage", "primaryEnv", "skillKey"):
        node = openclaw.items.get(key)
        if node is not None and not (isinstance(node, Scalar) and node.text):
            yield wrong("has to be text.", node.line, f"metadata.openclaw.{key}")
    home = openclaw.items.get("homepage")
    if isinstance(home, Scalar) and not home.text.startswith("https://"):
        yield wrong("has to be an https address.", home.line, "metadata.openclaw.homepage")
    always = openclaw.items.get("always")
    if isinstance(always, Scalar) and always.text == "true":
        yield advice(
            "puts the skill into every conversation.", always.line, "metadata.openclaw.always"
        )


def _requires(openclaw: Mapping) -> Iterator[Finding]:
    node = openclaw.items.get("requires")
    if node is None:
        return
    key = "metadata.openclaw.requires"
    if not isinstance(node, Mapping):
        yield wrong("has to be a list of `key: value` lines.", node.line, key)
        return
    for name, line in node.lines.items():
        if name not in _REQUIRES:
            yield wrong(f"is none of {', '.join(_REQUIRES)}.", line, f"{key}.{name}")
        elif not isinstance(node.items[name], Sequence):
            yield wrong("has to be a list with dashes.", line, f"{key}.{name}")
    optional = {n for n, needed in _declared(openclaw).items() if not needed}
    for variable in texts(node.items.get("env")):
        if variable.text in optional:
            yield wrong(
                f"{variable.text} is optional: a skill that requires it is hidden without it.",
                variable.line, f"{key}.env",
            )  # fmt: skip


def _install(openclaw: Mapping) -> Iterator[Finding]:
    node = openclaw.items.get("install")
    for item in node.items if isinstance(node, Sequence) else ():
        kind = text_of(item, "kind")
        if kind not in _KINDS:
            yield wrong(
                f"kind is one of {', '.join(_KINDS)}.", item.line, "metadata.openclaw.install"
            )
        elif not text_of(item, _KINDS[kind]):
            yield wrong(f"{_KINDS[kind]} is missing.", item.line, "metadata.openclaw.install")


def _variables(openclaw: Mapping, document: Document) -> Iterator[Finding]:
    """Declared in full, and everything that the body speaks of is declared."""
    key = "metadata.openclaw.envVars"
    node = openclaw.items.get("envVars")
    if node is not None and not isinstance(node, Sequence):
        yield wrong("has to be a list with dashes.", node.line, key)
    for item in node.items if isinstance(node, Sequence) else ():
        if not text_of(item, "name") or not text_of(item, "description"):
            yield wrong("needs a name and a description.", item.line, key)
        if text_of(item, "required") not in ("true", "false"):
            yield wrong("required has to be true or false.", item.line, key)
    declared = {*_declared(openclaw), *(v.text for v in _needed(openclaw))}
    primary = openclaw.items.get("primaryEnv")
    if isinstance(primary, Scalar) and primary.text not in declared:
        yield wrong(
            f"{primary.text} is declared nowhere.", primary.line, "metadata.openclaw.primaryEnv"
        )
    seen = declared | _OF_THE_MACHINE
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        for name in _VARIABLE.findall(line):
            if name not in seen:
                seen = seen | {name}
                yield wrong(f"The variable {name} is used, but not declared in envVars.", number)


def _declared(openclaw: Mapping) -> dict[str, bool]:
    """Variables of envVars, and whether each is required."""
    node = openclaw.items.get("envVars")
    items = node.items if isinstance(node, Sequence) else ()
    return {text_of(i, "name"): text_of(i, "required") != "false" for i in items}


def _needed(openclaw: Mapping) -> list[Scalar]:
    requires = openclaw.items.get("requires")
    return texts(requires.items.get("env")) if isinstance(requires, Mapping) else []


def texts(node: Node | None) -> list[Scalar]:
    """The texts of a list."""
    items = node.items if isinstance(node, Sequence) else ()
    return [item for item in items if isinstance(item, Scalar)]


def text_of(node: Node, key: str) -> str:
    """A text inside a mapping; "" where there is none."""
    found = node.items.get(key) if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) else ""
