/** Strimzi's user; any other would do, none is root. */
const uid = 1001;

/** Of a pod that meets the restricted standard together with `restrictedContainer`. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: uid,
  runAsGroup: uid,
  fsGroup: uid,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;
