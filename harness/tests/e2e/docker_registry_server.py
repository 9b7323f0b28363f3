"""How the tests start docker-registry, and their suite for it."""
import os

from program import ROOT, new_folder, write

HERE = os.path.join(ROOT, "harness", "tests", "e2e")
SUITE = os.path.join(HERE, "docker_registry")
TARGET = ["--target", os.path.join(HERE, "docker_registry.target.yaml")]


def command(port):
    folder = new_folder()
    return ["docker-registry", "serve", write(folder, "config.yml", f"""version: 0.1
log: {{level: warn, accesslog: {{disabled: true}}}}
storage:
  filesystem: {{rootdirectory: {folder}/data}}
  delete: {{enabled: true}}
http: {{addr: "127.0.0.1:{port}", secret: of-this-test-only}}
""")]
