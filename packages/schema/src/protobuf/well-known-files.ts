/**
 * Files that every Protobuf schema may import without bringing them: Google's types and what AWS's
 * serializer adds. Each with its messages, and its enums behind a `#`.
 * From protobuf-java 3.25.5, proto-google-common-protos 2.7.4, schema-registry-serde 1.1.27.
 */
const contents: Readonly<Record<string, { package: string; types: string }>> = {
  "google/protobuf/any.proto": { package: "google.protobuf", types: "Any" },
  "google/protobuf/api.proto": { package: "google.protobuf", types: "Api Method Mixin" },
  "google/protobuf/descriptor.proto": {
    package: "google.protobuf",
    types:
      "FileDescriptorSet #Edition FileDescriptorProto DescriptorProto DescriptorProto.ExtensionRange DescriptorProto.ReservedRange ExtensionRangeOptions ExtensionRangeOptions.Declaration #ExtensionRangeOptions.VerificationState FieldDescriptorProto #FieldDescriptorProto.Type #FieldDescriptorProto.Label OneofDescriptorProto EnumDescriptorProto EnumDescriptorProto.EnumReservedRange EnumValueDescriptorProto ServiceDescriptorProto MethodDescriptorProto FileOptions #FileOptions.OptimizeMode MessageOptions FieldOptions #FieldOptions.CType #FieldOptions.JSType #FieldOptions.OptionRetention #FieldOptions.OptionTargetType FieldOptions.EditionDefault OneofOptions EnumOptions EnumValueOptions ServiceOptions MethodOptions #MethodOptions.IdempotencyLevel UninterpretedOption UninterpretedOption.NamePart FeatureSet #FeatureSet.FieldPresence #FeatureSet.EnumType #FeatureSet.RepeatedFieldEncoding #FeatureSet.Utf8Validation #FeatureSet.MessageEncoding #FeatureSet.JsonFormat FeatureSetDefaults FeatureSetDefaults.FeatureSetEditionDefault SourceCodeInfo SourceCodeInfo.Location GeneratedCodeInfo GeneratedCodeInfo.Annotation #GeneratedCodeInfo.Annotation.Semantic",
  },
  "google/protobuf/duration.proto": { package: "google.protobuf", types: "Duration" },
  "google/protobuf/empty.proto": { package: "google.protobuf", types: "Empty" },
  "google/protobuf/field_mask.proto": { package: "google.protobuf", types: "FieldMask" },
  "google/protobuf/source_context.proto": { package: "google.protobuf", types: "SourceContext" },
  "google/protobuf/struct.proto": {
    package: "google.protobuf",
    types: "Struct Value #NullValue ListValue",
  },
  "google/protobuf/timestamp.proto": { package: "google.protobuf", types: "Timestamp" },
  "google/protobuf/type.proto": {
    package: "google.protobuf",
    types: "Type Field #Field.Kind #Field.Cardinality Enum EnumValue Option #Syntax",
  },
  "google/protobuf/wrappers.proto": {
    package: "google.protobuf",
    types:
      "DoubleValue FloatValue Int64Value UInt64Value Int32Value UInt32Value BoolValue StringValue BytesValue",
  },
  "google/type/calendar_period.proto": { package: "google.type", types: "#CalendarPeriod" },
  "google/type/color.proto": { package: "google.type", types: "Color" },
  "google/type/date.proto": { package: "google.type", types: "Date" },
  "google/type/datetime.proto": { package: "google.type", types: "DateTime TimeZone" },
  "google/type/dayofweek.proto": { package: "google.type", types: "#DayOfWeek" },
  "google/type/decimal.proto": { package: "google.type", types: "Decimal" },
  "google/type/expr.proto": { package: "google.type", types: "Expr" },
  "google/type/fraction.proto": { package: "google.type", types: "Fraction" },
  "google/type/interval.proto": { package: "google.type", types: "Interval" },
  "google/type/latlng.proto": { package: "google.type", types: "LatLng" },
  "google/type/localized_text.proto": { package: "google.type", types: "LocalizedText" },
  "google/type/money.proto": { package: "google.type", types: "Money" },
  "google/type/month.proto": { package: "google.type", types: "#Month" },
  "google/type/phone_number.proto": {
    package: "google.type",
    types: "PhoneNumber PhoneNumber.ShortCode",
  },
  "google/type/postal_address.proto": { package: "google.type", types: "PostalAddress" },
  "google/type/quaternion.proto": { package: "google.type", types: "Quaternion" },
  "google/type/timeofday.proto": { package: "google.type", types: "TimeOfDay" },
  "additionalTypes/decimal.proto": { package: "additionalTypes", types: "Decimal" },
  "metadata/metadata.proto": { package: "metadata", types: "" },
};

export interface WellKnownFile {
  readonly package: string;
  readonly types: readonly {
    readonly kind: "message" | "enum";
    readonly fullName: string;
    readonly wellKnown: true;
  }[];
  /** Full names of the options it brings. */
  readonly extensions: readonly string[];
}

const files: ReadonlyMap<string, WellKnownFile> = new Map(
  Object.entries(contents).map(([path, { package: name, types }]) => [
    path,
    {
      package: name,
      types: types
        .split(" ")
        .filter((word) => word !== "")
        .map((word) => ({
          kind: word.startsWith("#") ? "enum" : "message",
          fullName: `${name}.${word.replace("#", "")}`,
          wellKnown: true,
        })),
      extensions: name === "metadata" ? ["metadata.metadata_key", "metadata.metadata_value"] : [],
    },
  ]),
);

export function findWellKnownFile(path: string): WellKnownFile | undefined {
  return files.get(path);
}
