/** The documented sample that `citynerve init` writes; every value shown is the default. */
export const SAMPLE_CITY_YAML = `# A city in Citynerve. Every key may be overridden in the environment: CITYNERVE_GATEWAY_MQTT_PORT=1884
name: { en: My city, zh: 我的城市 }
timeZone: Asia/Shanghai     # IANA zone for civil days and hours
clock: wall                 # wall: real time; driven: a simulator or replay sets it. Fixed once the city has data

gateway:
  host: 127.0.0.1           # where devices connect; 0.0.0.0 opens it to the network, without TLS: put a TLS proxy before it
  mqttPort: 1883            # MQTT over TCP; 0 takes any free port
  wsPort: 8083              # MQTT over WebSocket
  statusPort: 8081          # /healthz, /readyz and /metrics of the gateway
  maxPacketKibibytes: 64    # larger packets close the connection
  maxConnections: 20000
  maxWaitSeconds: 30        # how long a message is held while the disk is full before its connection is closed
  maxClockJumpDays: 7       # a machine's clock that is further ahead of the journal is not believed until a person accepts it

api:
  host: 127.0.0.1           # the page and the API
  port: 8080

alerts:                     # who is told of critical alerts, besides MQTT and the page: docs/operators.md, "Reaching a person"
  webhooks: []              # - { name: duty, url: "https://duty.city.example/alerts", severities: [critical] }
  emails: []                # - { name: ops, host: mail.city.example, port: 587, from: city@city.example, to: [duty@city.example] }

flows:
  isOn: true                # Node-RED for operators at /flows/, in a process of its own
  maxMemoryMebibytes: 256   # heap of that process; one that needs more ends and is started again

journal:
  keepDays: 30              # messages older than this are deleted; configuration and actions of people stay for ever
  keepDiskShare: 0.5        # messages never fill more than this share of the disk

series:
  whenJournalFull: stop     # when a series store is away for weeks and the disk fills up: stop, or skip what it lacks

log:
  level: warn               # debug, info, warn, error

# zones.geojson  areas, roads and drains: properties id, kind (city, district, cell, underpass, road, drain), parentId, name_en, name_zh
# devices.csv    one device a line: id,model,dialect,department,provider,latitude,longitude,zone,attributes
`;
