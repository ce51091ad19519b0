"""What the environment says. Read once, by `app` and `cli` only, and passed down as values."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wayfinder.errors import FieldError, InvalidInput


def packaged_directory() -> Path:
    """The reviewed data that ships with Wayfinder.

    In a wheel it lies inside the package; in a source checkout beside `src/`.
    """
    inside = Path(str(files("wayfinder"))) / "directory"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "directory"


class Settings(BaseSettings):
    """Every setting is `WAYFINDER_` and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WAYFINDER_", frozen=True, extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="Database, index, gazetteer cache.")
    database_url: str = Field(default="", description="Empty: SQLite in the data folder.")
    directory: Path = Field(default_factory=packaged_directory, description="Reviewed data.")
    cors_origins: tuple[str, ...] = Field(
        default=("*",), description="Who may read from a browser; never with credentials."
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
    def gazetteer_path(self) -> Path:
        """Where the compact table of postcodes lies."""
        return self.data_dir / "gazetteer"


def read_settings() -> Settings:
    """The environment's settings. Raises InvalidInput naming each variable to mend."""
    try:
        return Settings()
    except ValidationError as bad:
        errors = tuple(
            FieldError(f"WAYFINDER_{each['loc'][0]}".upper(), each["msg"]) for each in bad.errors()
        )
        raise InvalidInput("The environment's settings cannot be used.", errors) from None
