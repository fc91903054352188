"""Publishes each line of its input with QoS 1, and prints how many were acknowledged: publish_lines.py PORT DEVICE TOPIC"""
import os
import sys
import threading

import paho.mqtt.client as mqtt

port, device, topic = int(sys.argv[1]), sys.argv[2], sys.argv[3]
try:
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id=device, clean_session=False)
except AttributeError:
    client = mqtt.Client(client_id=device, clean_session=False)
client.username_pw_set(device, os.environ["CITYNERVE_TOKEN"])
client.reconnect_delay_set(1, 1)
# On each new connection paho sends all that waits, whatever its limit of messages in flight: so a window, as a device has.
IN_FLIGHT = 20
room = threading.Semaphore(IN_FLIGHT)
acknowledged = []


def on_publish(client, userdata, mid):
    acknowledged.append(mid)
    room.release()


client.on_publish = on_publish
client.connect("127.0.0.1", port)
client.loop_start()
for line in sys.stdin:
    room.acquire()
    # Without a connection it says so, and sends the message on the next one.
    client.publish(topic, line.rstrip("\n"), qos=1)
for _ in range(IN_FLIGHT):
    room.acquire()
client.disconnect()
client.loop_stop()
print(len(acknowledged))
