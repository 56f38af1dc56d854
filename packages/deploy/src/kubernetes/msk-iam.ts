/**
 * Client settings of an MSK cluster with IAM access control, as each Kafka client needs them.
 * https://github.com/aws/aws-msk-iam-auth#configuring-a-kafka-client-to-use-aws-iam-with-sasl-mechanism-aws_msk_iam
 */
export const mskIamSasl = {
  "sasl.mechanism": "AWS_MSK_IAM",
  // Credentials come from the pod's agent, which may be slow while a node starts.
  "sasl.jaas.config":
    'software.amazon.msk.auth.iam.IAMLoginModule required awsMaxRetries="7" awsMaxBackOffTimeMs="500";',
  "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
} as const;

/** The same for a client that nobody derives the protocol for. */
export const mskIamClient = { "security.protocol": "SASL_SSL", ...mskIamSasl } as const;
