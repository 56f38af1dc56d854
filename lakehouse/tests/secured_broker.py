"""One real Kafka broker that lets nobody in without a password: where a client option is forgotten,
nothing works. The jars are those of the local stack, beside Spark's.
"""

import os
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
CLIENT_OPTIONS = {
    "security.protocol": "SASL_PLAINTEXT",
    "sasl.mechanism": "PLAIN",
    "sasl.jaas.config": f'{PLAIN} username="lake" password="right";',
}


@contextmanager
def secured_broker(jars: Path, directory: Path, deadline_seconds: float = 120):
    """Yields the bootstrap servers; on the way out the broker is gone."""
    port, controller = _free_port(), _free_port()
    data = directory / "data"
    data.mkdir(parents=True)
    (data / "meta.properties").write_text(
        "version=1\ncluster.id=d2Vpci1sYWtlLXRlc3QtYw\nnode.id=1\n"
        "directory.id=d2Vpci1sYWtlaG91c2U0dA\n"
    )
    config = directory / "broker.properties"
    config.write_text(_properties(port, controller, data))
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if "JAVA_HOME" in os.environ else "java"
    log = directory / "broker.log"
    with log.open("w") as output:
        broker = subprocess.Popen(
            [
                java,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                f"{jars}/*",
                "kafka.Kafka",
                config,
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + deadline_seconds
        while not _accepts(port):
            if broker.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the broker does not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        broker.kill()
        broker.wait()


def _properties(port: int, controller: int, data: Path) -> str:
    listener = "listener.name.sasl_plaintext.plain.sasl.jaas.config"
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"SASL_PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"SASL_PLAINTEXT://127.0.0.1:{port}",
        "listener.security.protocol.map": "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        listener: f'{PLAIN} username="broker" password="b" user_broker="b" user_lake="right";',
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _accepts(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
