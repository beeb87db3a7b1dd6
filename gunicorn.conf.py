"""How gunicorn serves `config.wsgi`; the command line and GUNICORN_CMD_ARGS may say otherwise."""

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = 8
timeout = 60
max_requests = 0
forwarded_allow_ips = ""  # proxies are config.middleware's business, by TRUSTED_PROXIES
control_socket_disable = True
