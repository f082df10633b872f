# The assistant in an image: build stage with compilers' leftovers, run stage without, a user without rights.
#   docker build -t green-policy-assistant .
#   docker run --rm -p 7860:7860 -v policy-data:/data --read-only --tmpfs /tmp green-policy-assistant
FROM python:3.11-slim-bookworm AS build
# PyTorch for processors alone: the package index of Python would add gigabytes for graphics cards.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/assistant
ENV PATH=/opt/assistant/bin:$PATH
RUN pip install --index-url "$TORCH_INDEX" torch==2.13.0
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY assistant assistant
COPY eval eval
COPY corpus corpus
COPY prompts prompts
RUN pip install '.[postgres]' && python -m compileall -q /opt/assistant/lib

FROM python:3.11-slim-bookworm
# Scans and old Word files are read by these; leave them out where neither is published.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-chi-sim libreoffice-writer-nogui fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --no-create-home assistant \
 && install -d -o assistant -g assistant -m 0700 /data
COPY --from=build /opt/assistant /opt/assistant
ENV PATH=/opt/assistant/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_DATA_DIR=/data
USER assistant
WORKDIR /data
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/readyz', timeout=4)"]
ENTRYPOINT ["assistant"]
CMD ["serve"]
