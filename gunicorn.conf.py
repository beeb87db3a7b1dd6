"""How gunicorn serves `config.wsgi`; the command line and GUNICORN_CMD_ARGS may say otherwise."""

import os

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = 8
# Loaded once and shared by all workers: less memory, a quicker start. The embedded worker is a thread inside the web
# process, which a fork would leave behind, so without Redis each process loads for itself.
preload_app = bool(os.environ.get("REDIS_URL"))
timeout = 60
max_requests = 0
forwarded_allow_ips = ""  # proxies are config.middleware's business, by TRUSTED_PROXIES
control_socket_disable = True
