# syntax=docker/dockerfile:1
# Four stages: the installer, what the browser loads, the packages, and the image that runs as nobody special.

FROM python:3.11-slim AS installer
WORKDIR /src
COPY requirements/ requirements/
RUN pip install --no-cache-dir --root-user-action=ignore --require-hashes -r requirements/uv.txt

FROM installer AS browser
RUN uv pip install --system --no-cache --require-hashes -r requirements/frontend.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY frontend/ frontend/
RUN npm run build

FROM installer AS packages
RUN uv venv /app/.venv \
    && uv pip sync --no-cache --python /app/.venv/bin/python --require-hashes --compile-bytecode requirements/production.txt

FROM python:3.11-slim
RUN useradd --system --uid 1000 --no-create-home --shell /usr/sbin/nologin varig \
    && install --directory --owner varig --mode 0700 /data
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=browser /src/build/static build/static
RUN python -m compileall -q config register workflows projects demo \
    && DATA_DIR=/tmp/building python manage.py collectstatic --noinput --verbosity 0 \
    && rm -r /tmp/building
USER varig
VOLUME /data
EXPOSE 8000
# Asked by the first allowed host's name, because Varig answers to no other.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health', headers={'Host': os.environ.get('ALLOWED_HOSTS', '127.0.0.1').split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2"]
