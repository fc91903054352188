import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace citynerve. */
export namespace citynerve {

    /** Namespace telemetry. */
    namespace telemetry {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Batch.
             * @deprecated Use citynerve.telemetry.v1.Batch.$Properties instead.
             */
            interface IBatch extends citynerve.telemetry.v1.Batch.$Properties {
            }

            /** Represents a Batch. */
            class Batch {

                /**
                 * Constructs a new Batch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: citynerve.telemetry.v1.Batch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Batch version. */
                version: number;

                /** Batch boot. */
                boot: string;

                /** Batch sequence. */
                sequence: (number|Long|null);

                /** Batch baseTimeMs. */
                baseTimeMs: (number|Long);

                /** Batch series. */
                series: citynerve.telemetry.v1.Series[];

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link citynerve.telemetry.v1.Batch.verify|verify} messages.
                 * @param message Batch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: citynerve.telemetry.v1.Batch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {citynerve.telemetry.v1.Batch & citynerve.telemetry.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): citynerve.telemetry.v1.Batch & citynerve.telemetry.v1.Batch.$Shape;
            }

            namespace Batch {

                /** Properties of a Batch. */
                interface $Properties {

                    /** Batch version */
                    version?: number;

                    /** Batch boot */
                    boot?: string;

                    /** Batch sequence */
                    sequence?: (number|Long|null);

                    /** Batch baseTimeMs */
                    baseTimeMs?: (number|Long);

                    /** Batch series */
                    series?: citynerve.telemetry.v1.Series.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Batch. */
                type $Shape = citynerve.telemetry.v1.Batch.$Properties;
            }

            /**
             * Properties of a Series.
             * @deprecated Use citynerve.telemetry.v1.Series.$Properties instead.
             */
            interface ISeries extends citynerve.telemetry.v1.Series.$Properties {
            }

            /** Represents a Series. */
            class Series {

                /**
                 * Constructs a new Series.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: citynerve.telemetry.v1.Series.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Series channel. */
                channel: string;

                /** Series unit. */
                unit: citynerve.telemetry.v1.Unit;

                /** Series unitText. */
                unitText: string;

                /** Series timeDeltaMs. */
                timeDeltaMs: number[];

                /** Series values. */
                values: number[];

                /** Series floatValues. */
                floatValues: number[];

                /**
                 * Encodes the specified Series message. Does not implicitly {@link citynerve.telemetry.v1.Series.verify|verify} messages.
                 * @param message Series message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: citynerve.telemetry.v1.Series.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Series message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {citynerve.telemetry.v1.Series & citynerve.telemetry.v1.Series.$Shape} Series
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): citynerve.telemetry.v1.Series & citynerve.telemetry.v1.Series.$Shape;
            }

            namespace Series {

                /** Properties of a Series. */
                interface $Properties {

                    /** Series channel */
                    channel?: string;

                    /** Series unit */
                    unit?: citynerve.telemetry.v1.Unit;

                    /** Series unitText */
                    unitText?: string;

                    /** Series timeDeltaMs */
                    timeDeltaMs?: number[];

                    /** Series values */
                    values?: number[];

                    /** Series floatValues */
                    floatValues?: number[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Series. */
                type $Shape = citynerve.telemetry.v1.Series.$Properties;
            }

            /** Unit enum. */
            enum Unit {

                /** UNIT_UNSPECIFIED value */
                UNIT_UNSPECIFIED = 0,

                /** UNIT_MM value */
                UNIT_MM = 1,

                /** UNIT_CM value */
                UNIT_CM = 2,

                /** UNIT_M value */
                UNIT_M = 3,

                /** UNIT_IN value */
                UNIT_IN = 4,

                /** UNIT_FT value */
                UNIT_FT = 5,

                /** UNIT_M_PER_S value */
                UNIT_M_PER_S = 6,

                /** UNIT_KM_PER_H value */
                UNIT_KM_PER_H = 7,

                /** UNIT_MI_PER_H value */
                UNIT_MI_PER_H = 8,

                /** UNIT_KNOT value */
                UNIT_KNOT = 9,

                /** UNIT_CEL value */
                UNIT_CEL = 10,

                /** UNIT_DEG_F value */
                UNIT_DEG_F = 11,

                /** UNIT_K value */
                UNIT_K = 12,

                /** UNIT_PERCENT value */
                UNIT_PERCENT = 13,

                /** UNIT_FRACTION value */
                UNIT_FRACTION = 14,

                /** UNIT_PPM value */
                UNIT_PPM = 15,

                /** UNIT_PPB value */
                UNIT_PPB = 16,

                /** UNIT_PPTR value */
                UNIT_PPTR = 17,

                /** UNIT_UG_PER_M3 value */
                UNIT_UG_PER_M3 = 18,

                /** UNIT_MG_PER_M3 value */
                UNIT_MG_PER_M3 = 19,

                /** UNIT_PA value */
                UNIT_PA = 20,

                /** UNIT_HPA value */
                UNIT_HPA = 21,

                /** UNIT_KPA value */
                UNIT_KPA = 22,

                /** UNIT_MBAR value */
                UNIT_MBAR = 23,

                /** UNIT_MM_HG value */
                UNIT_MM_HG = 24,

                /** UNIT_IN_HG value */
                UNIT_IN_HG = 25,

                /** UNIT_DB_SPL value */
                UNIT_DB_SPL = 26,

                /** UNIT_DEG value */
                UNIT_DEG = 27,

                /** UNIT_VEHICLES_PER_H value */
                UNIT_VEHICLES_PER_H = 28,

                /** UNIT_VEHICLES_PER_MIN value */
                UNIT_VEHICLES_PER_MIN = 29,

                /** UNIT_SPACES value */
                UNIT_SPACES = 30,

                /** UNIT_NTU value */
                UNIT_NTU = 31,

                /** UNIT_KW_H value */
                UNIT_KW_H = 32,

                /** UNIT_KW value */
                UNIT_KW = 33
            }
        }
    }
}
