# The program without a browser: in the distributed set-up its browsers run at a Selenium Grid (docker-compose.yml).
FROM python:3.13-slim-trixie AS build
# Debian keeps one version a release, and npm only fetches what vendor.toml pins by hash.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --no-install-recommends -y npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
RUN python -m venv /opt/tilgaengelig
COPY lock/runtime.txt lock/runtime.txt
RUN /opt/tilgaengelig/bin/pip install --no-cache-dir --require-hashes -r lock/runtime.txt
COPY . .
RUN /opt/tilgaengelig/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --create-home tilgaengelig
COPY --from=build /opt/tilgaengelig /opt/tilgaengelig
ENV PATH=/opt/tilgaengelig/bin:$PATH
USER 10001
WORKDIR /home/tilgaengelig
EXPOSE 8000
ENTRYPOINT ["tilgaengelig"]
CMD ["--help"]
