#!/usr/bin/env python3
"""Publishes one value as Citynerve JSON:  CITYNERVE_TOKEN=… python3 publish.py rain-1 rain 1.2 mm

Needs paho-mqtt, 1.6 or 2.x (Debian: python3-paho-mqtt). Ends with 0 when the city has acknowledged: the value is on its disk.
"""
import json
import os
import sys
import time
import uuid

import paho.mqtt.publish as publish
from paho.mqtt import MQTTException

token = os.environ.get("CITYNERVE_TOKEN")
if len(sys.argv) < 4 or not token:
    sys.exit(print("usage: CITYNERVE_TOKEN=TOKEN publish.py DEVICE CHANNEL VALUE [UNIT]", file=sys.stderr) or 2)
device, channel, value, unit = (sys.argv[1:] + [None])[:4]

# boot and seq make a repeat recognisable: boot is new at each start, seq counts up from 0.
message = json.dumps({
    "boot": str(uuid.uuid4()),
    "seq": 0,
    "ts": int(time.time() * 1000),
    "values": {channel: {"value": float(value), "unit": unit}},
})
try:
    # QoS 1: returns after the PUBACK. A device that stays connected uses paho.mqtt.client with loop_start() instead: it connects
    # again by itself and repeats what has no PUBACK.
    publish.single(
        f"city/v1/devices/{device}/telemetry",
        message,
        qos=1,
        hostname=os.environ.get("CITYNERVE_HOST", "127.0.0.1"),
        port=int(os.environ.get("CITYNERVE_PORT", "1883")),
        client_id=device,
        auth={"username": device, "password": token},
    )
except (MQTTException, OSError) as error:
    sys.exit(f"not acknowledged: {error} (\"not authorised\": wrong device or token). Keep the value and try again.")
print("acknowledged:", message)
