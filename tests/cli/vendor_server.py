#!/usr/bin/env python3
"""vendor_server.py FOLDER [CERTIFICATE KEY]: a vendor's service on loopback, well or badly behaved.

Answers GET with the file at the URL's path below FOLDER/site and the fields in NAME.headers beside it. Writes its port to
FOLDER/port and a line per request to FOLDER/requests. FOLDER/mode says how to misbehave, anew at every request.
"""
import http.server
import os
import pathlib
import ssl
import sys
import time

FOLDER = pathlib.Path(sys.argv[1])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, fields=(), length=None):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def chunked(self, body, fields):
        self.send_response(200)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 700):
            part = body[start:start + 700]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    def do_GET(self):
        with open(FOLDER / "requests", "a") as log:
            log.write(self.path + "\n")
        mode = (FOLDER / "mode").read_text().strip() if (FOLDER / "mode").exists() else ""
        path = FOLDER / "site" / self.path.partition("?")[0].lstrip("/")
        if mode == "busy-once":
            (FOLDER / "mode").unlink()
            return self.answer(429, b"too many", [("Retry-After", "1")])
        if mode == "busy":
            return self.answer(429, b"too many", [("Retry-After", "3600")])
        if mode == "garbage":
            return self.answer(200, os.urandom(1000))
        if mode == "page":
            return self.answer(200, b"<html>please sign in</html>")
        if mode == "oversized":
            return self.answer(200, b"x" * 1000, length=1 << 40)
        if mode == "cut":
            return self.answer(200, b"x" * 1000, length=2000)
        if mode == "moved":
            return self.answer(302, b"", [("Location", "http://elsewhere.example/")])
        if mode == "silent":
            return time.sleep(60)
        if not path.is_file():
            return self.answer(404, b"no such platform")
        fields = []
        headers = pathlib.Path(str(path) + ".headers")
        if headers.exists() and mode != "headless":
            fields = [line.split(": ", 1) for line in headers.read_text().splitlines()]
        if mode == "chunked":
            return self.chunked(path.read_bytes(), fields)
        return self.answer(200, path.read_bytes(), fields)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
(FOLDER / "port.new").write_text(str(server.server_address[1]))
(FOLDER / "port.new").rename(FOLDER / "port")
server.serve_forever()
