#!/usr/bin/env python3
"""Publishes one value as protobuf:  CITYNERVE_TOKEN=… python3 publish_proto.py rain-1 rain 1.2 UNIT_MM

Needs paho-mqtt, 1.6 or 2.x, and protobuf, 3.20 or newer (Debian: python3-paho-mqtt, python3-protobuf), but no protoc: telemetry_pb2.py
lies beside this file. `protoc --python_out=. telemetry.proto` makes your own. Ends with 0 when the city has acknowledged: the value is
on its disk. The device's line in devices.csv must name the dialect citynerve-proto.
"""
import os
import sys
import time
import uuid

import paho.mqtt.publish as publish
from paho.mqtt import MQTTException

import telemetry_pb2 as pb

token = os.environ.get("CITYNERVE_TOKEN")
if len(sys.argv) < 4 or not token:
    sys.exit(print("usage: CITYNERVE_TOKEN=TOKEN publish_proto.py DEVICE CHANNEL VALUE [UNIT_NAME]", file=sys.stderr) or 2)
device, channel, value, unit = (sys.argv[1:] + ["UNIT_UNSPECIFIED"])[:4]
if unit not in pb.Unit.keys():
    sys.exit(print(f"{unit} is not in telemetry.proto; it has", ", ".join(pb.Unit.keys()), file=sys.stderr) or 2)

# boot and sequence make a repeat recognisable: boot is new at each start, sequence counts up from 0.
batch = pb.Batch(
    version=1,
    boot=str(uuid.uuid4()),
    sequence=0,
    base_time_ms=int(time.time() * 1000),
    series=[pb.Series(channel=channel, unit=pb.Unit.Value(unit), values=[float(value)])],
)
try:
    # QoS 1: returns after the PUBACK. A device that stays connected uses paho.mqtt.client with loop_start() instead: it connects
    # again by itself and repeats what has no PUBACK.
    publish.single(
        f"city/v1/devices/{device}/telemetry",
        batch.SerializeToString(),
        qos=1,
        hostname=os.environ.get("CITYNERVE_HOST", "127.0.0.1"),
        port=int(os.environ.get("CITYNERVE_PORT", "1883")),
        client_id=device,
        auth={"username": device, "password": token},
    )
except (MQTTException, OSError) as error:
    sys.exit(f"not acknowledged: {error} (\"not authorised\": wrong device or token). Keep the value and try again.")
print("acknowledged:", batch.ByteSize(), "bytes")
