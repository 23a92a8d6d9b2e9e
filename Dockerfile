# The program without a browser: in the distributed set-up its browsers run at a Selenium Grid (docker-compose.yml).
FROM python:3.13-slim-trixie AS build
# Debian keeps one version a release, and npm only fetches what vendor.toml pins by hash.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --no-install-recommends -y npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
RUN python -m venv /opt/tilgaengelig
COPY lock/image.txt lock/image.txt
RUN /opt/tilgaengelig/bin/pip install --no-cache-dir --require-hashes -r lock/image.txt
COPY . .
RUN /opt/tilgaengelig/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-trixie
# Reports as PDF take Pango and a font; words in pictures, which WCAG asks about, take Tesseract.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --no-install-recommends -y \
        fonts-liberation libharfbuzz-subset0 libpangoft2-1.0-0 tesseract-ocr tesseract-ocr-dan \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home tilgaengelig
COPY --from=build /opt/tilgaengelig /opt/tilgaengelig
ENV PATH=/opt/tilgaengelig/bin:$PATH
USER 10001
WORKDIR /home/tilgaengelig
EXPOSE 8000
ENTRYPOINT ["tilgaengelig"]
CMD ["--help"]
