# The typecut server. Everything it needs comes as wheels: no system packages.
#
#   docker build -t typecut .
#   docker run -p 8000:8000 -v typecut:/data typecut
FROM python:3.13-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir "uv>=0.6"
# The packages of the lock file first: they change less often than the code.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN UV_PROJECT_ENVIRONMENT=/opt/typecut uv sync --frozen --no-dev --extra server --no-install-project
COPY src src
RUN UV_PROJECT_ENVIRONMENT=/opt/typecut uv sync --frozen --no-dev --extra server --no-editable

FROM python:3.13-slim
COPY --from=build /opt/typecut /opt/typecut
# Not as root: this process opens files that strangers send.
RUN useradd --create-home typecut && install -d -o typecut /data
USER typecut
ENV PATH=/opt/typecut/bin:$PATH TYPECUT_HOST=0.0.0.0 TYPECUT_DATA=/data
VOLUME /data
EXPOSE 8000
# Alive and able to reach its database and blobs.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD \
  ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
CMD ["typecut", "serve"]
