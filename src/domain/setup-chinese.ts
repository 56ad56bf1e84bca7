import type { CauseFacts, SetupWording } from "./setup-wording.ts";

const RIGHT = "管理后台「视频会议 > 会议管理」权限";
const COPY_CREDENTIALS =
  "请运行本服务的人从开发者后台的「凭证与基础信息」页复制 App ID 和 App Secret，填入 FEISHU_APP_ID 和 FEISHU_APP_SECRET，然后重启服务。";
const RELEASE = "发布版本并由管理员审核通过";
const LOGIN = "`feishu-meeting-mcp login`";

export const CHINESE: SetupWording = {
  causes: {
    unknown_app: () => ({
      missing: "FEISHU_APP_ID 有误：飞书不认识这个 App ID。",
      fix: `${COPY_CREDENTIALS}FEISHU_DOMAIN 须与创建应用的平台一致：feishu 或 lark。`,
    }),
    app_refused: () => ({
      missing: "飞书拒绝了该应用：App Secret 有误，或应用不可用。",
      fix: `${COPY_CREDENTIALS}若填写无误，请管理员启用该应用。`,
    }),
    wrong_secret: () => ({
      missing: "FEISHU_APP_SECRET 不是该应用的 App Secret。",
      fix: COPY_CREDENTIALS,
    }),
    no_app_token: () => ({
      missing: "缺少应用自身的访问凭证。",
      fix: "请运行本服务的人设置 FEISHU_APP_ID 和 FEISHU_APP_SECRET（或 FEISHU_TENANT_ACCESS_TOKEN），然后重启服务。",
    }),
    tenant_token: () => ({
      missing: "飞书拒绝了应用的访问凭证：无效或已过期。",
      fix: "请运行本服务的人去掉 FEISHU_TENANT_ACCESS_TOKEN，改设 FEISHU_APP_ID 和 FEISHU_APP_SECRET，以便自动获取和更新凭证。",
    }),
    user_token: () => ({
      missing: "飞书拒绝了 FEISHU_USER_ACCESS_TOKEN 中的凭证：无效或已过期。",
      fix: `请运行本服务的人去掉 FEISHU_USER_ACCESS_TOKEN，改用 ${LOGIN} 登录。`,
    }),
    app_scope: ({ scope, identity }) => {
      const level = identity === "user" ? "用户身份权限" : "应用身份权限";
      const again = identity === "user" ? "之后请用户重新登录。" : "";
      return {
        missing: `应用未开通${level} ${scope}。`,
        fix: `请应用的开发者在开发者后台的「权限管理」页开通${level} ${scope}，${RELEASE}。${again}`,
      };
    },
    user_scope: ({ scope, isSignedIn }) => ({
      missing: `用户未授予权限 ${scope}。`,
      fix: isSignedIn
        ? `请用户用 ${LOGIN} 重新登录并授予 ${scope}。`
        : `请运行本服务的人换用已授予 ${scope} 的 FEISHU_USER_ACCESS_TOKEN，或去掉它并用 ${LOGIN} 登录。`,
    }),
    user_role: ({ isSignedIn }) => {
      const user = isSignedIn ? "已登录的用户" : "FEISHU_USER_ACCESS_TOKEN 的用户";
      return {
        missing: `${user}没有${RIGHT}。`,
        fix: `请管理员给${user}分配带「会议管理」权限的管理员角色，或由有该权限的人用 ${LOGIN} 登录。`,
      };
    },
    creator_role: () => ({
      missing: `应用的创建者没有${RIGHT}，而应用身份以创建者的权限为准。`,
      fix: `请管理员给应用的创建者分配带「会议管理」权限的管理员角色，或由有该权限的人用 ${LOGIN} 登录。`,
    }),
    no_authority: ({ scope }) => ({
      missing: "应用无权读取成员数据：没有数据权限范围，或者是商店应用（飞书只允许企业自建应用）。",
      fix: `请应用的开发者在开发者后台的「权限管理」页为 ${scope} 设置数据权限范围（部门），${RELEASE}；若是商店应用，须改用企业自建应用。`,
    }),
    outside_range: () => ({
      missing: "该部门不在应用的数据权限范围内。",
      fix: `请应用的开发者在开发者后台的「权限管理」页扩大数据权限范围（部门），${RELEASE}。`,
    }),
    empty_range: () => ({
      missing: "飞书在最近已产出的一天没有返回任何成员：应用的数据权限范围内没有部门。",
      fix: `请应用的开发者在开发者后台的「权限管理」页把部门加入数据权限范围，${RELEASE}。`,
    }),
    ip_list: () => ({
      missing: "本机的 IP 地址不在应用的 IP 白名单中。",
      fix: "请应用的开发者在开发者后台的「安全设置」页把本机的公网 IP 加入 IP 白名单。",
    }),
    app_disabled: () => ({
      missing: "应用已停用，或尚未发布版本。",
      fix: `请应用的开发者${RELEASE}；若已停用，请管理员在管理后台启用。`,
    }),
    not_installed: () => ({
      missing: "本企业尚未安装该应用。",
      fix: `请应用的开发者${RELEASE}，再由管理员在管理后台安装应用。`,
    }),
    user_not_allowed: () => ({
      missing: "登录的用户不在应用的可用范围内。",
      fix: `请管理员把该用户加入应用的可用范围，再由用户用 ${LOGIN} 登录。`,
    }),
    redirect_address: () => ({
      missing: "登录的重定向地址不在应用的列表中。",
      fix: `请应用的开发者在开发者后台的「安全设置」页把 ${LOGIN} 显示的地址加入重定向 URL。`,
    }),
    store_app: () => ({
      missing: "该应用不能读取成员统计：飞书只向企业自建应用提供。",
      fix: "请开发者为本企业创建自建应用（不是商店应用），并由运行本服务的人设置其 FEISHU_APP_ID 和 FEISHU_APP_SECRET。",
    }),
    sign_in: ({ scope }) => ({
      missing: "无人登录，而这里仅有应用身份还不够。",
      fix: `请拥有${RIGHT}的人用 ${LOGIN} 登录；为此应用须开通用户身份权限 ${scope}。`,
    }),
    identity_forced: () => ({
      missing: "FEISHU_IDENTITY=tenant 不允许使用用户身份，而这里仅有应用身份还不够。",
      fix: `请运行本服务的人去掉 FEISHU_IDENTITY 并重启服务，再由拥有${RIGHT}的人用 ${LOGIN} 登录。`,
    }),
    sign_in_ended: () => ({
      missing: "登录已失效。",
      fix: `请用户用 ${LOGIN} 重新登录。`,
    }),
    refresh_off: () => ({
      missing: "登录已失效：应用关闭了用户凭证的刷新。",
      fix: `请应用的开发者在开发者后台的「安全设置」页打开「刷新 user_access_token」，再由用户用 ${LOGIN} 重新登录。`,
    }),
    rate_limited: ({ problem }) => {
      const seconds = problem?.details.retryAfterSeconds;
      return {
        missing: "暂时未知：飞书限制了调用频率。",
        fix: `请在${seconds === undefined ? "一分钟" : ` ${Math.ceil(seconds)} 秒`}后再检查。`,
      };
    },
    quota: () => ({
      missing: "本月的飞书接口调用额度已用完。",
      fix: "请管理员在管理后台提高企业的接口调用额度，或等到下个月。",
    }),
    unreachable: ({ problem }) => ({
      missing: `本机无法连接飞书${network(problem)}。`,
      fix: "请运行本服务的人检查网络和 FEISHU_DOMAIN；公司网络可能需要设置 HTTPS_PROXY。",
    }),
    certificate: ({ problem }) => ({
      missing: `与飞书的加密连接不受信任${network(problem)}。`,
      fix: "请运行本服务的人检查本机时钟；若公司网络会解密连接，请把 NODE_EXTRA_CA_CERTS 设为公司根证书文件后再启动服务。",
    }),
    proxy: ({ problem }) => ({
      missing: `无法通过 HTTPS_PROXY 中的代理连接飞书${network(problem)}。`,
      fix: "请运行本服务的人检查 HTTPS_PROXY 的地址，并确认代理允许本机访问飞书。",
    }),
    wrong_address: () => ({
      missing: "FEISHU_DOMAIN 的地址上没有这个接口。",
      fix: "请运行本服务的人把 FEISHU_DOMAIN 设为 feishu、lark 或飞书部署的地址。",
    }),
    other: ({ problem }) => {
      const code = problem?.details.feishuCode;
      if (code === undefined) {
        return {
          missing: `未能得知，原因：${problem?.message ?? "不明"}。`.replace(/\.。$/, "。"),
          fix: `处理办法：${problem?.remedy ?? "一分钟后再检查"}。`.replace(/\.。$/, "。"),
        };
      }
      return {
        missing: `飞书未能应答（代码 ${code}）。`,
        fix: "请一分钟后再检查；若仍如此，可凭代码向飞书客服查询。",
      };
    },
  },
  asFor: (operation) => `与 ${operation} 相同。`,
  summary: (ready, all, fix) => {
    const state = `${all} 项操作中有 ${ready} 项就绪`;
    return fix === undefined ? `${state}。` : `${state}；首先要做：${fix}`;
  },
  clock: (difference) =>
    `本机时钟比飞书${difference > 0 ? "慢" : "快"} ${Math.abs(difference)} 秒：请校准，否则日期和凭证会出错。`,
};

function network(problem: CauseFacts["problem"]): string {
  const code = problem?.details.network;
  return code === undefined ? "" : `（${code}）`;
}
