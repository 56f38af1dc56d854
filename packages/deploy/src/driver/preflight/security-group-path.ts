import type { SecurityGroup } from "../../aws/ec2.ts";
import { containsRange } from "./ranges.ts";

/** Who wants to reach a port: addresses, and the groups that it carries. */
export interface Caller {
  readonly cidr: string | undefined;
  readonly groupIds: readonly string[];
}

/** Whether one of the groups lets the caller reach a TCP port. Pure. */
export function allowsTcp(groups: readonly SecurityGroup[], port: number, caller: Caller): boolean {
  return groups.some(({ IpPermissions = [] }) =>
    IpPermissions.some((permission) => {
      const { IpProtocol, FromPort = 0, ToPort = 65_535 } = permission;
      if (IpProtocol !== "-1" && (IpProtocol !== "tcp" || port < FromPort || port > ToPort)) {
        return false;
      }
      const { cidr } = caller;
      const byRange = (permission.IpRanges ?? []).some(
        ({ CidrIp }) => cidr !== undefined && CidrIp !== undefined && containsRange(CidrIp, cidr),
      );
      const byGroup = (permission.UserIdGroupPairs ?? []).some(
        ({ GroupId }) => GroupId !== undefined && caller.groupIds.includes(GroupId),
      );
      return byRange || byGroup;
    }),
  );
}
