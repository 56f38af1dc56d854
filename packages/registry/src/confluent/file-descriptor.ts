/**
 * FileDescriptorProto as protobufjs decodes it: names in camel case, enums by name, absent members
 * absent.
 */
export interface Named {
  readonly name?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}
export interface Range {
  readonly start?: number;
  readonly end?: number;
}
export interface Reserved {
  readonly reservedRange?: readonly Range[];
  readonly reservedName?: readonly string[];
}
export interface FieldDescriptor extends Named {
  readonly number?: number;
  readonly label?: string;
  readonly type?: string;
  readonly typeName?: string;
  readonly extendee?: string;
  readonly defaultValue?: string;
  readonly jsonName?: string;
  readonly oneofIndex?: number;
  readonly proto3Optional?: boolean;
}
export interface EnumDescriptor extends Named, Reserved {
  readonly value?: readonly (Named & { readonly number?: number })[];
}
export interface MessageDescriptor extends Named, Reserved {
  readonly field?: readonly FieldDescriptor[];
  readonly extension?: readonly FieldDescriptor[];
  readonly nestedType?: readonly MessageDescriptor[];
  readonly enumType?: readonly EnumDescriptor[];
  readonly extensionRange?: readonly Range[];
  readonly oneofDecl?: readonly Named[];
}
export interface MethodDescriptor extends Named {
  readonly inputType?: string;
  readonly outputType?: string;
  readonly clientStreaming?: boolean;
  readonly serverStreaming?: boolean;
}
export interface FileDescriptor extends Named {
  readonly package?: string;
  readonly syntax?: string;
  readonly edition?: string;
  readonly dependency?: readonly string[];
  readonly publicDependency?: readonly number[];
  readonly messageType?: readonly MessageDescriptor[];
  readonly enumType?: readonly EnumDescriptor[];
  readonly extension?: readonly FieldDescriptor[];
  readonly service?: readonly (Named & { readonly method?: readonly MethodDescriptor[] })[];
}
