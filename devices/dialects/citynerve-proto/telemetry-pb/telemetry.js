/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["citynerve-telemetry"] || ($protobuf.roots["citynerve-telemetry"] = {});

export const citynerve = $root.citynerve = (() => {

    /**
     * Namespace citynerve.
     * @exports citynerve
     * @namespace
     */
    const citynerve = {};

    citynerve.telemetry = (function() {

        /**
         * Namespace telemetry.
         * @memberof citynerve
         * @namespace
         */
        const telemetry = {};

        telemetry.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof citynerve.telemetry
             * @namespace
             */
            const v1 = {};

            v1.Batch = (function() {

                /**
                 * Properties of a Batch.
                 * @typedef {Object} citynerve.telemetry.v1.Batch.$Properties
                 * @property {number} [version] Batch version
                 * @property {string} [boot] Batch boot
                 * @property {number|Long|null} [sequence] Batch sequence
                 * @property {number|Long} [baseTimeMs] Batch baseTimeMs
                 * @property {Array.<citynerve.telemetry.v1.Series.$Properties>} [series] Batch series
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Batch.
                 * @memberof citynerve.telemetry.v1
                 * @interface IBatch
                 * @augments citynerve.telemetry.v1.Batch.$Properties
                 * @deprecated Use citynerve.telemetry.v1.Batch.$Properties instead.
                 */

                /**
                 * Shape of a Batch.
                 * @typedef {citynerve.telemetry.v1.Batch.$Properties} citynerve.telemetry.v1.Batch.$Shape
                 */

                /**
                 * Constructs a new Batch.
                 * @memberof citynerve.telemetry.v1
                 * @classdesc Represents a Batch.
                 * @constructor
                 * @param {citynerve.telemetry.v1.Batch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Batch = function (properties) {
                    this.series = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Batch version.
                 * @member {number} version
                 * @memberof citynerve.telemetry.v1.Batch
                 * @instance
                 */
                Batch.prototype.version = 0;

                /**
                 * Batch boot.
                 * @member {string} boot
                 * @memberof citynerve.telemetry.v1.Batch
                 * @instance
                 */
                Batch.prototype.boot = "";

                /**
                 * Batch sequence.
                 * @member {number|Long|null} sequence
                 * @memberof citynerve.telemetry.v1.Batch
                 * @instance
                 */
                Batch.prototype.sequence = null;

                /**
                 * Batch baseTimeMs.
                 * @member {number|Long} baseTimeMs
                 * @memberof citynerve.telemetry.v1.Batch
                 * @instance
                 */
                Batch.prototype.baseTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Batch series.
                 * @member {Array.<citynerve.telemetry.v1.Series>} series
                 * @memberof citynerve.telemetry.v1.Batch
                 * @instance
                 */
                Batch.prototype.series = $util.emptyArray;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Batch.prototype, "_sequence", {
                    get: $util.oneOfGetter($oneOfFields = ["sequence"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link citynerve.telemetry.v1.Batch.verify|verify} messages.
                 * @function encode
                 * @memberof citynerve.telemetry.v1.Batch
                 * @static
                 * @param {citynerve.telemetry.v1.Batch.$Properties} message Batch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Batch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                    if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.boot);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                    if (message.baseTimeMs != null && $Object.hasOwnProperty.call(message, "baseTimeMs") && (typeof message.baseTimeMs === "object" ? message.baseTimeMs.low || message.baseTimeMs.high : message.baseTimeMs !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.baseTimeMs);
                    if (message.series != null && message.series.length)
                        for (let i = 0; i < message.series.length; ++i)
                            $root.citynerve.telemetry.v1.Series.encode(message.series[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @function decode
                 * @memberof citynerve.telemetry.v1.Batch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {citynerve.telemetry.v1.Batch & citynerve.telemetry.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Batch.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.citynerve.telemetry.v1.Batch();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.boot = value;
                                else
                                    delete message.boot;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.sequence = reader.uint64();
                                message._sequence = "sequence";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.baseTimeMs = value;
                                else
                                    delete message.baseTimeMs;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.series && message.series.length))
                                    message.series = [];
                                message.series.push($root.citynerve.telemetry.v1.Series.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Batch;
            })();

            v1.Series = (function() {

                /**
                 * Properties of a Series.
                 * @typedef {Object} citynerve.telemetry.v1.Series.$Properties
                 * @property {string} [channel] Series channel
                 * @property {citynerve.telemetry.v1.Unit} [unit] Series unit
                 * @property {string} [unitText] Series unitText
                 * @property {Array.<number>} [timeDeltaMs] Series timeDeltaMs
                 * @property {Array.<number>} [values] Series values
                 * @property {Array.<number>} [floatValues] Series floatValues
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Series.
                 * @memberof citynerve.telemetry.v1
                 * @interface ISeries
                 * @augments citynerve.telemetry.v1.Series.$Properties
                 * @deprecated Use citynerve.telemetry.v1.Series.$Properties instead.
                 */

                /**
                 * Shape of a Series.
                 * @typedef {citynerve.telemetry.v1.Series.$Properties} citynerve.telemetry.v1.Series.$Shape
                 */

                /**
                 * Constructs a new Series.
                 * @memberof citynerve.telemetry.v1
                 * @classdesc Represents a Series.
                 * @constructor
                 * @param {citynerve.telemetry.v1.Series.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Series = function (properties) {
                    this.timeDeltaMs = [];
                    this.values = [];
                    this.floatValues = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Series channel.
                 * @member {string} channel
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.channel = "";

                /**
                 * Series unit.
                 * @member {citynerve.telemetry.v1.Unit} unit
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.unit = 0;

                /**
                 * Series unitText.
                 * @member {string} unitText
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.unitText = "";

                /**
                 * Series timeDeltaMs.
                 * @member {Array.<number>} timeDeltaMs
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.timeDeltaMs = $util.emptyArray;

                /**
                 * Series values.
                 * @member {Array.<number>} values
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.values = $util.emptyArray;

                /**
                 * Series floatValues.
                 * @member {Array.<number>} floatValues
                 * @memberof citynerve.telemetry.v1.Series
                 * @instance
                 */
                Series.prototype.floatValues = $util.emptyArray;

                /**
                 * Encodes the specified Series message. Does not implicitly {@link citynerve.telemetry.v1.Series.verify|verify} messages.
                 * @function encode
                 * @memberof citynerve.telemetry.v1.Series
                 * @static
                 * @param {citynerve.telemetry.v1.Series.$Properties} message Series message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Series.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.channel);
                    if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.unit);
                    if (message.unitText != null && $Object.hasOwnProperty.call(message, "unitText") && message.unitText !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.unitText);
                    if (message.timeDeltaMs != null && message.timeDeltaMs.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).sint32s(message.timeDeltaMs);
                    if (message.values != null && message.values.length)
                        writer.uint32(/* id 5, wireType 2 =*/42).doubles(message.values);
                    if (message.floatValues != null && message.floatValues.length)
                        writer.uint32(/* id 6, wireType 2 =*/50).floats(message.floatValues);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Series message from the specified reader or buffer.
                 * @function decode
                 * @memberof citynerve.telemetry.v1.Series
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {citynerve.telemetry.v1.Series & citynerve.telemetry.v1.Series.$Shape} Series
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Series.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.citynerve.telemetry.v1.Series();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.channel = value;
                                else
                                    delete message.channel;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.unit = value;
                                else
                                    delete message.unit;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.unitText = value;
                                else
                                    delete message.unitText;
                                continue;
                            }
                        case 4: {
                                if (wireType === 2) {
                                    if (!(message.timeDeltaMs && message.timeDeltaMs.length))
                                        message.timeDeltaMs = [];
                                    reader.sint32s(message.timeDeltaMs);
                                    continue;
                                }
                                if (wireType !== 0)
                                    break;
                                if (!(message.timeDeltaMs && message.timeDeltaMs.length))
                                    message.timeDeltaMs = [];
                                message.timeDeltaMs.push(reader.sint32());
                                continue;
                            }
                        case 5: {
                                if (wireType === 2) {
                                    if (!(message.values && message.values.length))
                                        message.values = [];
                                    reader.doubles(message.values);
                                    continue;
                                }
                                if (wireType !== 1)
                                    break;
                                if (!(message.values && message.values.length))
                                    message.values = [];
                                message.values.push(reader.double());
                                continue;
                            }
                        case 6: {
                                if (wireType === 2) {
                                    if (!(message.floatValues && message.floatValues.length))
                                        message.floatValues = [];
                                    reader.floats(message.floatValues);
                                    continue;
                                }
                                if (wireType !== 5)
                                    break;
                                if (!(message.floatValues && message.floatValues.length))
                                    message.floatValues = [];
                                message.floatValues.push(reader.float());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Series;
            })();

            /**
             * Unit enum.
             * @name citynerve.telemetry.v1.Unit
             * @enum {number}
             * @property {number} UNIT_UNSPECIFIED=0 UNIT_UNSPECIFIED value
             * @property {number} UNIT_MM=1 UNIT_MM value
             * @property {number} UNIT_CM=2 UNIT_CM value
             * @property {number} UNIT_M=3 UNIT_M value
             * @property {number} UNIT_IN=4 UNIT_IN value
             * @property {number} UNIT_FT=5 UNIT_FT value
             * @property {number} UNIT_M_PER_S=6 UNIT_M_PER_S value
             * @property {number} UNIT_KM_PER_H=7 UNIT_KM_PER_H value
             * @property {number} UNIT_MI_PER_H=8 UNIT_MI_PER_H value
             * @property {number} UNIT_KNOT=9 UNIT_KNOT value
             * @property {number} UNIT_CEL=10 UNIT_CEL value
             * @property {number} UNIT_DEG_F=11 UNIT_DEG_F value
             * @property {number} UNIT_K=12 UNIT_K value
             * @property {number} UNIT_PERCENT=13 UNIT_PERCENT value
             * @property {number} UNIT_FRACTION=14 UNIT_FRACTION value
             * @property {number} UNIT_PPM=15 UNIT_PPM value
             * @property {number} UNIT_PPB=16 UNIT_PPB value
             * @property {number} UNIT_PPTR=17 UNIT_PPTR value
             * @property {number} UNIT_UG_PER_M3=18 UNIT_UG_PER_M3 value
             * @property {number} UNIT_MG_PER_M3=19 UNIT_MG_PER_M3 value
             * @property {number} UNIT_PA=20 UNIT_PA value
             * @property {number} UNIT_HPA=21 UNIT_HPA value
             * @property {number} UNIT_KPA=22 UNIT_KPA value
             * @property {number} UNIT_MBAR=23 UNIT_MBAR value
             * @property {number} UNIT_MM_HG=24 UNIT_MM_HG value
             * @property {number} UNIT_IN_HG=25 UNIT_IN_HG value
             * @property {number} UNIT_DB_SPL=26 UNIT_DB_SPL value
             * @property {number} UNIT_DEG=27 UNIT_DEG value
             * @property {number} UNIT_VEHICLES_PER_H=28 UNIT_VEHICLES_PER_H value
             * @property {number} UNIT_VEHICLES_PER_MIN=29 UNIT_VEHICLES_PER_MIN value
             * @property {number} UNIT_SPACES=30 UNIT_SPACES value
             * @property {number} UNIT_NTU=31 UNIT_NTU value
             * @property {number} UNIT_KW_H=32 UNIT_KW_H value
             * @property {number} UNIT_KW=33 UNIT_KW value
             */
            v1.Unit = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "UNIT_UNSPECIFIED"] = 0;
                values[valuesById[1] = "UNIT_MM"] = 1;
                values[valuesById[2] = "UNIT_CM"] = 2;
                values[valuesById[3] = "UNIT_M"] = 3;
                values[valuesById[4] = "UNIT_IN"] = 4;
                values[valuesById[5] = "UNIT_FT"] = 5;
                values[valuesById[6] = "UNIT_M_PER_S"] = 6;
                values[valuesById[7] = "UNIT_KM_PER_H"] = 7;
                values[valuesById[8] = "UNIT_MI_PER_H"] = 8;
                values[valuesById[9] = "UNIT_KNOT"] = 9;
                values[valuesById[10] = "UNIT_CEL"] = 10;
                values[valuesById[11] = "UNIT_DEG_F"] = 11;
                values[valuesById[12] = "UNIT_K"] = 12;
                values[valuesById[13] = "UNIT_PERCENT"] = 13;
                values[valuesById[14] = "UNIT_FRACTION"] = 14;
                values[valuesById[15] = "UNIT_PPM"] = 15;
                values[valuesById[16] = "UNIT_PPB"] = 16;
                values[valuesById[17] = "UNIT_PPTR"] = 17;
                values[valuesById[18] = "UNIT_UG_PER_M3"] = 18;
                values[valuesById[19] = "UNIT_MG_PER_M3"] = 19;
                values[valuesById[20] = "UNIT_PA"] = 20;
                values[valuesById[21] = "UNIT_HPA"] = 21;
                values[valuesById[22] = "UNIT_KPA"] = 22;
                values[valuesById[23] = "UNIT_MBAR"] = 23;
                values[valuesById[24] = "UNIT_MM_HG"] = 24;
                values[valuesById[25] = "UNIT_IN_HG"] = 25;
                values[valuesById[26] = "UNIT_DB_SPL"] = 26;
                values[valuesById[27] = "UNIT_DEG"] = 27;
                values[valuesById[28] = "UNIT_VEHICLES_PER_H"] = 28;
                values[valuesById[29] = "UNIT_VEHICLES_PER_MIN"] = 29;
                values[valuesById[30] = "UNIT_SPACES"] = 30;
                values[valuesById[31] = "UNIT_NTU"] = 31;
                values[valuesById[32] = "UNIT_KW_H"] = 32;
                values[valuesById[33] = "UNIT_KW"] = 33;
                return values;
            })();

            return v1;
        })();

        return telemetry;
    })();

    return citynerve;
})();

export {
  $root as default
};
