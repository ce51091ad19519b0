"""What the environment says. Read once, by `app` and `cli` only, and passed down as values."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wayfinder.errors import FieldError, InvalidInput


def packaged_directory() -> Path:
    """The reviewed data that ships with Wayfinder.

    In a wheel it lies inside the package; in a source checkout beside `src/`.
    """
    inside = Path(str(files("wayfinder"))) / "directory"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "directory"


_DATABASE_URL = re.compile(r"sqlite:///\S+|postgresql\+psycopg://\S+")


def _database_url(url: str) -> str:
    try:
        usable = not url or (_DATABASE_URL.fullmatch(url) and urlsplit(url).port != 0)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(
            "This is no address of a database we can use. Write it as "
            "postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME or sqlite:////var/wayfinder.db."
        )
    return url


class Settings(BaseSettings):
    """Every setting is `WAYFINDER_` and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WAYFINDER_", frozen=True, extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="Database, index, gazetteer cache.")
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="", description="Empty: SQLite in the data folder."
    )
    directory: Path = Field(default_factory=packaged_directory, description="Reviewed data.")
    cors_origins: tuple[str, ...] = Field(
        default=("*",), description="Who may read from a browser; never with credentials."
    )
    semantic: bool = Field(
        default=True, description="Use the extra `[semantic]` where it is installed."
    )
    kept_releases: int = Field(
        default=3, ge=1, le=1000, description="How many releases `as_of` can go back to."
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)

    @property
    def database(self) -> str:
        """The database's URL as SQLAlchemy spells it."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'wayfinder.db'}"

    @property
    def index_dir(self) -> Path:
        """Where releases of the search index lie, one folder each."""
        return self.data_dir / "index"

    @property
    def feeds_dir(self) -> Path:
        """Where harvests keep what feeds told them, one file a source."""
        return self.data_dir / "feeds"

    @property
    def gazetteer_path(self) -> Path:
        """Where the compact table of postcodes lies."""
        return self.data_dir / "gazetteer"


def read_settings() -> Settings:
    """The environment's settings. Raises InvalidInput naming each variable to mend."""
    try:
        return Settings()
    except ValidationError as bad:
        errors = tuple(
            FieldError(
                f"WAYFINDER_{each['loc'][0]}".upper(), each["msg"].removeprefix("Value error, ")
            )
            for each in bad.errors()
        )
        raise InvalidInput("The environment's settings cannot be used.", errors) from None


def make_data_dir(settings: Settings) -> None:
    """The data folder, made if need be. Raises InvalidInput naming the variable to mend."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"The folder {settings.data_dir} cannot be made: {error.strerror}. "
            "Name one that can be written to, for example /var/lib/wayfinder."
        )
        fields = (FieldError("WAYFINDER_DATA_DIR", message),)
        raise InvalidInput("The environment's settings cannot be used.", fields) from error
