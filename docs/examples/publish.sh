#!/bin/sh
# Publishes one value as Citynerve JSON:  CITYNERVE_TOKEN=… ./publish.sh rain-1 rain 1.2 mm
# Needs mosquitto_pub (Debian: mosquitto-clients). Ends with 0 when the city has acknowledged: the value is on its disk.
if [ $# -lt 3 ] || [ -z "$CITYNERVE_TOKEN" ]; then
  echo "usage: CITYNERVE_TOKEN=TOKEN [CITYNERVE_HOST=127.0.0.1 CITYNERVE_PORT=1883] $0 DEVICE CHANNEL VALUE [UNIT]" >&2
  exit 2
fi
device=$1 channel=$2 value=$3 unit=$4

# "boot" and "seq" make a repeat recognisable; a program that goes on running counts seq up. Without "unit" the model's unit counts.
payload=$(printf '{"boot":"%s-%s","seq":0,"values":{"%s":{"value":%s%s}}}' \
  "$(date +%s)" $$ "$channel" "$value" "${unit:+,\"unit\":\"$unit\"}")

# QoS 1: mosquitto_pub returns only after the PUBACK. On a shared machine put "-P TOKEN" into ~/.config/mosquitto_pub
# instead: others can see the arguments of a program.
if mosquitto_pub -h "${CITYNERVE_HOST:-127.0.0.1}" -p "${CITYNERVE_PORT:-1883}" -i "$device" -u "$device" -P "$CITYNERVE_TOKEN" \
  -q 1 -t "city/v1/devices/$device/telemetry" -m "$payload"; then
  echo "acknowledged: $payload"
else
  echo "not acknowledged (see above; \"not authorised\": wrong device or token). Keep the value and run this again with the same boot and seq." >&2
  exit 1
fi
